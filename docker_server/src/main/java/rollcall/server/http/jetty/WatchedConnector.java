package rollcall.server.http.jetty;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.LongAdder;
import org.eclipse.jetty.io.ChannelEndPoint;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Counts the open connections, of any protocol, and the bytes sent on each. It counts the bytes
 * below TLS; Jetty's own counters count a byte already when its write begins.
 */
final class WatchedConnector extends ServerConnector {
  private final ConnectionLimiter limiter;

  WatchedConnector(Server server, ConnectionLimiter limiter, ConnectionFactory... protocols) {
    super(server, 1, 1, protocols);
    this.limiter = limiter;
  }

  /** A connection of a client. */
  static final class Client extends SocketChannelEndPoint {
    private final LongAdder bytesSent = new LongAdder();

    Client(SocketChannel channel, ManagedSelector selector, SelectionKey key, Scheduler timer) {
      super(channel, selector, key, timer);
    }

    /** Returns the number of bytes that the kernel has accepted for the client. */
    long bytesSent() {
      return bytesSent.sum();
    }

    @Override
    public boolean flush(ByteBuffer... buffers) throws IOException {
      long before = remaining(buffers);
      try {
        return super.flush(buffers);
      } finally {
        bytesSent.add(before - remaining(buffers));
      }
    }

    private static long remaining(ByteBuffer... buffers) {
      long bytes = 0;
      for (ByteBuffer buffer : buffers) {
        bytes += buffer.remaining();
      }
      return bytes;
    }
  }

  @Override
  protected ChannelEndPoint newEndPoint(
      SocketChannel channel, ManagedSelector selector, SelectionKey key) {
    Client client = new Client(channel, selector, key, getScheduler());
    client.setIdleTimeout(getIdleTimeout());
    return client;
  }

  @Override
  protected void onEndPointOpened(EndPoint client) {
    super.onEndPointOpened(client);
    limiter.opened(client);
  }

  @Override
  protected void onEndPointClosed(EndPoint client) {
    limiter.closed(client);
    super.onEndPointClosed(client);
  }
}
