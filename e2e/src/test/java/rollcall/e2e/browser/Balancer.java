package rollcall.e2e.browser;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The swarm's routing mesh, as far as a browser sees it: each connection goes to the next server.
 */
final class Balancer implements AutoCloseable {
  private final ServerSocket listening;
  private final List<Integer> ports;
  private final AtomicInteger turn = new AtomicInteger();
  private final Map<Socket, Boolean> open = new ConcurrentHashMap<>();

  Balancer(List<Integer> ports) throws IOException {
    this.ports = ports;
    listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    daemon(this::accept);
  }

  String url(String path) {
    return "http://127.0.0.1:" + listening.getLocalPort() + path;
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listening.accept();
        daemon(() -> relay(client));
      }
    } catch (IOException closed) {
      // The test is over.
    }
  }

  private void relay(Socket client) {
    for (int i = 0; i < ports.size(); i++) {
      Socket server = new Socket();
      try {
        int port = ports.get(Math.floorMod(turn.getAndIncrement(), ports.size()));
        server.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
        open.put(client, true);
        open.put(server, true);
        daemon(() -> copy(client, server));
        copy(server, client);
        return;
      } catch (IOException dead) {
        // The next one, as the mesh would once it noticed.
      }
    }
    close(client);
  }

  private void copy(Socket from, Socket to) {
    byte[] buffer = new byte[8192];
    try {
      InputStream in = from.getInputStream();
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        to.getOutputStream().write(buffer, 0, n);
      }
    } catch (IOException broken) {
      // Both ends are closed below.
    }
    close(from);
    close(to);
  }

  private void close(Socket socket) {
    open.remove(socket);
    try {
      socket.close();
    } catch (IOException already) {
      // It is closed.
    }
  }

  private static void daemon(Runnable work) {
    Thread thread = new Thread(work);
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    listening.close();
    open.keySet().forEach(this::close);
  }
}
