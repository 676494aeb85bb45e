package rollcall.agent;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A proxy of the real engine that lets selected requests hang. */
final class EngineProxy implements AutoCloseable {
  private static final Path REAL =
      Path.of(
          System.getenv()
              .getOrDefault("DOCKER_HOST", "unix:///var/run/docker.sock")
              .replaceFirst("^unix://", ""));

  private final Path socket;
  private final ServerSocketChannel server;
  private final Set<SocketChannel> open = ConcurrentHashMap.newKeySet();
  private volatile String hanging = "nothing";

  EngineProxy(Path socket) throws IOException {
    this.socket = socket;
    server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(socket));
    start(this::accept);
  }

  Optional<String> dockerHost() {
    return Optional.of("unix://" + socket);
  }

  /** Lets requests of this path hang from now on. */
  void hang(String path) {
    hanging = path;
  }

  private void accept() throws IOException {
    while (true) {
      SocketChannel client = server.accept();
      SocketChannel engine = SocketChannel.open(UnixDomainSocketAddress.of(REAL));
      open.add(client);
      open.add(engine);
      start(() -> pump(client, engine, true));
      start(() -> pump(engine, client, false));
    }
  }

  private void pump(SocketChannel from, SocketChannel to, boolean requests) throws IOException {
    try (from;
        to) {
      ByteBuffer buffer = ByteBuffer.allocate(16 * 1024);
      while (from.read(buffer.clear()) >= 0) {
        buffer.flip();
        String text = StandardCharsets.ISO_8859_1.decode(buffer.duplicate()).toString();
        while (requests && text.contains(hanging)) {
          sleep();
          if (!from.isOpen()) {
            return;
          }
        }
        while (buffer.hasRemaining()) {
          to.write(buffer);
        }
      }
    } finally {
      open.remove(from);
      open.remove(to);
    }
  }

  private static void sleep() {
    try {
      Thread.sleep(20);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private interface Task {
    void run() throws IOException;
  }

  private static void start(Task task) {
    Thread thread =
        new Thread(
            () -> {
              try {
                task.run();
              } catch (IOException e) {
                // One side disconnected.
              }
            },
            "proxy");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (SocketChannel channel : open) {
      channel.close();
    }
  }
}
