package rollcall.server.http;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpParser;
import org.eclipse.jetty.http.HttpParser.State;
import org.eclipse.jetty.io.AbstractEndPoint;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.server.HttpConnection;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * Closes the connections of clients that hold them without using them: whose request's head is not
 * there after a while, whose body comes more slowly than 1 KiB/s, or who don't read their answer.
 * (Slowloris and its kin: one byte a minute keeps Jetty's idle timeout away for ever.) Looking at
 * all connections twice a second costs no request anything, and has a grace that Jetty's own
 * minimum data rates lack: a lost packet at the beginning is no attack.
 */
final class SlowClients extends AbstractLifeCycle {
  private static final long BYTES_PER_SECOND = 1024;
  private static final Duration PERIOD = Duration.ofMillis(500);

  private static final Set<State> HEAD = EnumSet.range(State.METHOD, State.HEADER);
  private static final Set<State> BODY = EnumSet.range(State.CONTENT, State.TRAILER);

  private enum Doing {
    SENDING_HEAD,
    SENDING_BODY,
    TAKING_ANSWER
  }

  /** What a client was seen doing, since when (as watched), and how many bytes had come by then. */
  private record Seen(Doing doing, long message, long since, long bytes) {}

  private final ServerConnector connector;
  private final Scheduler scheduler;
  private final OpenConnections connections;
  private final long patience;
  private long lookedAt;

  /** Nanoseconds in which clients were watched: it stands still while this server does. */
  private long watched;

  private Map<EndPoint, Seen> seen = Map.of();
  private Scheduler.@Nullable Task next;

  SlowClients(
      ServerConnector connector,
      Scheduler scheduler,
      OpenConnections connections,
      Duration patience) {
    this.connector = connector;
    this.scheduler = scheduler;
    this.connections = connections;
    this.patience = patience.toNanos();
  }

  @Override
  protected void doStart() {
    lookedAt = System.nanoTime();
    plan();
  }

  @Override
  protected void doStop() {
    if (next != null) {
      next.cancel();
    }
  }

  private void plan() {
    next = scheduler.schedule(this::look, PERIOD.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void look() {
    boolean isCrowded = connections.wereRefused();
    long now = watched();
    Map<EndPoint, Seen> current = new HashMap<>();
    for (EndPoint endPoint : connector.getConnectedEndPoints()) {
      HttpConnection connection = http(endPoint.getConnection());
      if (connection == null) {
        continue;
      }
      Seen before = seen.get(endPoint);
      Seen today = today(endPoint, connection, before, now);
      if (today == null) {
        if (isCrowded && isIdle(endPoint, connection)) {
          endPoint.close();
        }
      } else if (isTooSlow(today, endPoint, connection, now, isCrowded)) {
        endPoint.close();
      } else {
        current.put(endPoint, today);
      }
    }
    seen = current;
    if (isRunning() || isStarting()) {
      plan();
    }
  }

  /**
   * Late looks count as if they came in time: a pause of this server, or want of a processor, is
   * not its clients' slowness. To ask whether their bytes are here isn't enough: a thread may have
   * taken them from the socket and not yet told the parser.
   */
  private long watched() {
    long now = System.nanoTime();
    watched += Math.min(now - lookedAt, PERIOD.toNanos());
    lookedAt = now;
    return watched;
  }

  private static @Nullable HttpConnection http(@Nullable Connection connection) {
    if (connection instanceof SslConnection tls) {
      return http(tls.getDecryptedEndPoint().getConnection());
    }
    return connection instanceof HttpConnection http ? http : null;
  }

  /** Null for a client that has nothing to do. */
  private static @Nullable Seen today(
      EndPoint endPoint, HttpConnection connection, @Nullable Seen before, long now) {
    Doing doing = doing(endPoint, connection);
    if (doing == null) {
      return null;
    }
    long message = connection.getMessagesIn();
    return before != null
            && before.doing == doing
            && before.message == message
            && (doing == Doing.TAKING_ANSWER || !waitsForUs(endPoint))
        ? before
        : new Seen(doing, message, now, connection.getBytesIn());
  }

  private static @Nullable Doing doing(EndPoint endPoint, HttpConnection connection) {
    if (endPoint instanceof AbstractEndPoint channel && channel.getWriteFlusher().isPending()) {
      return Doing.TAKING_ANSWER;
    }
    HttpParser parser = connection.getParser();
    State state = parser.getState();
    boolean isFirst = state == State.START && connection.getMessagesIn() == 0;
    if (isFirst || HEAD.contains(state)) {
      return Doing.SENDING_HEAD;
    }
    return BODY.contains(state) && parser.getContentRead() < parser.getContentLength()
        ? Doing.SENDING_BODY
        : null;
  }

  private boolean isTooSlow(
      Seen client, EndPoint endPoint, HttpConnection connection, long now, boolean isCrowded) {
    long time = now - client.since;
    return switch (client.doing) {
      case SENDING_HEAD -> time > (isCrowded ? patience / 4 : patience);
      case SENDING_BODY ->
          time > patience
              && connection.getBytesIn() - client.bytes
                  < BYTES_PER_SECOND * TimeUnit.NANOSECONDS.toSeconds(time);
      // The kernel takes more only when a third of its buffer is free again: who reads a byte now
      // and then is as idle as who reads none.
      case TAKING_ANSWER -> time > patience && idleNanos(endPoint) > patience;
    };
  }

  /** What it sent is here and unread: the slow one is this server, paused or short of processor. */
  private static boolean waitsForUs(EndPoint endPoint) {
    try {
      return endPoint.getTransport() instanceof SocketChannel channel
          && channel.socket().getInputStream().available() > 0;
    } catch (IOException gone) {
      return false;
    }
  }

  private static long idleNanos(EndPoint endPoint) {
    return endPoint instanceof AbstractEndPoint channel
        ? TimeUnit.MILLISECONDS.toNanos(channel.getIdleFor())
        : 0;
  }

  /** Where others find no room, a kept-alive connection has to be used. */
  private boolean isIdle(EndPoint endPoint, HttpConnection connection) {
    return connection.getParser().getState() == State.START
        && idleNanos(endPoint) > patience / 4
        && !waitsForUs(endPoint);
  }
}
