package rollcall.e2e.program;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A TCP balancer: connections to its port go to its targets in turn, past those that don't listen,
 * as through a routing mesh. It can be cut.
 */
public final class Link implements AutoCloseable {
  private final ServerSocket listener;
  private final List<Integer> targets;
  private final AtomicInteger turn = new AtomicInteger();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private volatile boolean cut;

  /**
   * Listens on a free port.
   *
   * @param targets ports; what is set in the list holds for the next connection
   */
  public Link(List<Integer> targets) throws IOException {
    this.targets = targets;
    this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    daemon(this::accept);
  }

  public int port() {
    return listener.getLocalPort();
  }

  public String url(String path) {
    return "http://127.0.0.1:" + port() + path;
  }

  /** While cut, connections are reset, those that are open among them. */
  public void cut(boolean cut) {
    this.cut = cut;
    if (cut) {
      open.forEach(Link::reset);
    }
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket caller = listener.accept();
        daemon(() -> connect(caller));
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  private void connect(Socket caller) {
    for (int i = 0; !cut && i < targets.size(); i++) {
      int port = targets.get(Math.floorMod(turn.getAndIncrement(), targets.size()));
      try {
        Socket target = new Socket();
        target.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
        open.add(caller);
        open.add(target);
        daemon(() -> copy(caller, target));
        daemon(() -> copy(target, caller));
        return;
      } catch (IOException e) {
        // The next one, then.
      }
    }
    reset(caller);
  }

  private void copy(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException e) {
      // Either end is gone.
    } finally {
      close(from);
      close(to);
    }
  }

  private void close(Socket socket) {
    open.remove(socket);
    try {
      socket.close();
    } catch (IOException e) {
      // It is of no use any more.
    }
  }

  private static void reset(Socket socket) {
    try {
      socket.setSoLinger(true, 0);
      socket.close();
    } catch (IOException e) {
      // It is of no use any more.
    }
  }

  private static void daemon(Runnable task) {
    Thread thread = new Thread(task, "link");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    listener.close();
    cut(true);
  }
}
