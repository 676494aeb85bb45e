package rollcall.e2e.fuzz;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Clients that cost a server without asking for anything: slow ones, large ones, many at once. */
final class Crowd {
  private static final int PER_ADDRESS = 200;

  /**
   * What became of many connections at once.
   *
   * @param opened how many came about
   * @param answered how many of those that asked were answered
   */
  record Answered(int opened, int answered) {}

  private final InetSocketAddress server;

  Crowd(InetSocketAddress server) {
    this.server = server;
  }

  private Socket connect(int number) throws IOException {
    Socket socket = new Socket();
    socket.bind(from(number));
    socket.connect(server);
    return socket;
  }

  private static InetSocketAddress from(int number) throws IOException {
    return new InetSocketAddress(
        InetAddress.getByName("127.0.2." + (1 + number / PER_ADDRESS % 250)), 0);
  }

  /** Each sends a byte a second (slowloris). Returns how many the server had given up by then. */
  int slow(int headers, int bodies, int seconds) throws IOException, InterruptedException {
    List<Socket> sockets = new ArrayList<>();
    for (int i = 0; i < headers + bodies; i++) {
      Socket socket = connect(i);
      String begin =
          i < headers
              ? "GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: "
              : "POST /service HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n{\"id\":\"";
      sockets.add(socket);
      send(socket, begin);
    }
    int gone = 0;
    for (int second = 0; second < seconds; second++) {
      Thread.sleep(1000);
      gone = 0;
      for (Socket socket : sockets) {
        gone += send(socket, "x") ? 0 : 1;
      }
    }
    for (Socket socket : sockets) {
      socket.close();
    }
    return gone;
  }

  private static boolean send(Socket socket, String text) {
    try {
      socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
      return true;
    } catch (IOException givenUp) {
      return false;
    }
  }

  /** Begins a body of 100 MB; returns how many bytes of it went before the server refused it. */
  long large(int number) throws IOException {
    byte[] piece = new byte[64 * 1024];
    Arrays.fill(piece, (byte) ' ');
    long sent = 0;
    try (Socket socket = connect(number)) {
      String head =
          "POST /service HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000000\r\n\r\n";
      socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      while (sent < 100_000_000 && socket.getInputStream().available() == 0) {
        socket.getOutputStream().write(piece);
        sent += piece.length;
      }
      Answers.Answer answer = new Answers(socket.getInputStream()).next("POST");
      if (answer == null || answer.status() != 413) {
        throw new IllegalStateException("100 MB were answered with " + answer);
      }
    } catch (IOException hungUp) {
      // That is a refusal, too.
    }
    return sent;
  }

  /** This machine's own on its network, if it has one: servers may let loopback have more. */
  private static InetSocketAddress elsewhere() throws IOException {
    return NetworkInterface.networkInterfaces()
        .flatMap(NetworkInterface::inetAddresses)
        .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress())
        .findFirst()
        .map(address -> new InetSocketAddress(address, 0))
        .orElse(from(0));
  }

  /** Opens connections as fast as it goes, asks on every second one, and keeps all for a time. */
  Answered many(int count, int seconds) throws IOException {
    int opened = 0;
    int answered = 0;
    ByteBuffer trash = ByteBuffer.allocate(4096);
    long end = System.nanoTime() + seconds * 1_000_000_000L;
    try (Selector selector = Selector.open()) {
      InetSocketAddress source = elsewhere();
      for (int i = 0; i < count; i++) {
        SocketChannel channel = SocketChannel.open();
        channel.configureBlocking(false);
        channel.bind(source);
        channel.register(selector, SelectionKey.OP_CONNECT, i);
        channel.connect(server);
      }
      while (System.nanoTime() < end) {
        selector.select(100);
        for (SelectionKey key : selector.selectedKeys()) {
          SocketChannel channel = (SocketChannel) key.channel();
          try {
            if (key.isConnectable() && channel.finishConnect()) {
              opened++;
              key.interestOps(SelectionKey.OP_READ);
              if ((int) key.attachment() % 2 == 0) {
                channel.write(
                    StandardCharsets.US_ASCII.encode(
                        "GET /healthcheck HTTP/1.1\r\nHost: localhost\r\n\r\n"));
              }
            } else if (key.isReadable()) {
              trash.clear();
              int length = channel.read(trash);
              answered += length > 0 ? 1 : 0;
              if (length < 0) {
                channel.close();
              }
            }
          } catch (IOException refused) {
            channel.close();
          }
        }
        selector.selectedKeys().clear();
      }
      for (SelectionKey key : selector.keys()) {
        key.channel().close();
      }
    }
    return new Answered(opened, answered);
  }
}
