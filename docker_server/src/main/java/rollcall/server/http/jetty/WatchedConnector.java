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
 * Counts what is open, whatever is spoken there or nothing yet, and the bytes that each client has
 * taken: below TLS, and below Jetty's counters, which count a byte when it begins to be written.
 */
final class WatchedConnector extends ServerConnector {
  private final ConnectionLimiter limiter;

  WatchedConnector(Server server, ConnectionLimiter limiter, ConnectionFactory... protocols) {
    super(server, 1, 1, protocols);
    this.limiter = limiter;
  }

  /** A client's end. */
  static final class Client extends SocketChannelEndPoint {
    private final LongAdder taken = new LongAdder();

    Client(SocketChannel channel, ManagedSelector selector, SelectionKey key, Scheduler timer) {
      super(channel, selector, key, timer);
    }

    /** Bytes that the kernel has for it, or it has itself. */
    long taken() {
      return taken.sum();
    }

    @Override
    public boolean flush(ByteBuffer... buffers) throws IOException {
      long before = remaining(buffers);
      try {
        return super.flush(buffers);
      } finally {
        taken.add(before - remaining(buffers));
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
