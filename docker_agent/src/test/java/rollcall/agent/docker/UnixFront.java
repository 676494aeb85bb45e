package rollcall.agent.docker;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Optional;

/** Forwards connections from a Unix socket to a local port. */
final class UnixFront implements AutoCloseable {
  private final Path socket;
  private final int port;
  private final ServerSocketChannel server;

  UnixFront(Path socket, int port) throws IOException {
    this.socket = socket;
    this.port = port;
    server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(socket));
    start(this::accept);
  }

  Optional<String> address() {
    return Optional.of("unix://" + socket);
  }

  private void accept() throws IOException {
    while (true) {
      SocketChannel client = server.accept();
      SocketChannel engine =
          SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      start(() -> pump(client, engine));
      start(() -> pump(engine, client));
    }
  }

  private static void pump(SocketChannel from, SocketChannel to) throws IOException {
    try (from;
        to) {
      ByteBuffer buffer = ByteBuffer.allocate(16 * 1024);
      while (from.read(buffer.clear()) >= 0) {
        buffer.flip();
        while (buffer.hasRemaining()) {
          to.write(buffer);
        }
      }
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
            "front");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
