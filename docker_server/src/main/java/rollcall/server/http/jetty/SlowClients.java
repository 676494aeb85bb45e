package rollcall.server.http.jetty;

import java.io.IOException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpParser;
import org.eclipse.jetty.http.HttpParser.State;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.server.HttpConnection;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;
import rollcall.server.http.jetty.WatchedConnector.Client;
import rollcall.server.http.routing.LargeResponses;

/**
 * Closes slow clients' connections, as in a Slowloris attack (one byte per minute avoids Jetty's
 * idle timeout). A client is slow if the headers of its request do not arrive within a timeout, or
 * if its body or response is transferred at less than 8 KiB/s (256 KiB/s while other requests
 * wait). All connections are checked twice per second, which costs requests nothing. Unlike Jetty's
 * minimum data rates, the timeout tolerates a packet that is lost at the beginning.
 */
final class SlowClients extends AbstractLifeCycle {
  private static final long BYTES_PER_SECOND = 8 * 1024;

  /** The limit while other requests wait: a slow client may hold the permit that they need. */
  private static final long BYTES_PER_SECOND_WHEN_BUSY = 256 * 1024;

  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final Duration PERIOD = Duration.ofMillis(500);

  private static final Set<State> HEAD = EnumSet.range(State.METHOD, State.HEADER);
  private static final Set<State> BODY = EnumSet.range(State.CONTENT, State.TRAILER);

  private enum Phase {
    SENDING_HEADERS,
    SENDING_BODY,
    READING_RESPONSE
  }

  /** A client's phase, its start in {@link #watched} time, and the byte count at that time. */
  private record Progress(Phase phase, long message, long since, long bytes) {}

  private final ServerConnector connector;
  private final Scheduler scheduler;
  private final ConnectionLimiter limiter;
  private final RequestPermits permits;
  private final LargeResponses large;
  private final long timeout;
  private long checkedAt;

  /** Nanoseconds during which clients were watched; excludes pauses of this process. */
  private long watched;

  private Map<EndPoint, Progress> clients = Map.of();
  private Scheduler.@Nullable Task next;

  SlowClients(
      ServerConnector connector,
      Scheduler scheduler,
      ConnectionLimiter limiter,
      RequestPermits permits,
      LargeResponses large,
      Duration timeout) {
    this.connector = connector;
    this.scheduler = scheduler;
    this.limiter = limiter;
    this.permits = permits;
    this.large = large;
    this.timeout = timeout.toNanos();
  }

  @Override
  protected void doStart() {
    checkedAt = System.nanoTime();
    schedule();
  }

  @Override
  protected void doStop() {
    if (next != null) {
      next.cancel();
    }
  }

  private void schedule() {
    next = scheduler.schedule(this::check, PERIOD.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void check() {
    boolean isCrowded = limiter.wereRefused();
    boolean wereFull = permits.wereFull();
    boolean isBusy = large.wereShort() || wereFull;
    long now = watched();
    Map<EndPoint, Progress> current = new HashMap<>();
    for (EndPoint endPoint : connector.getConnectedEndPoints()) {
      if (!(endPoint instanceof Client client)) {
        continue;
      }
      HttpConnection connection = http(client.getConnection());
      Progress progress = progress(client, connection, clients.get(client), now);
      if (progress == null) {
        if (isCrowded && isIdle(client, connection)) {
          client.close();
        }
      } else if (isTooSlow(progress, client, connection, now, isCrowded, isBusy)) {
        client.close();
      } else {
        current.put(client, progress);
      }
    }
    clients = current;
    if (isRunning() || isStarting()) {
      schedule();
    }
  }

  /**
   * Advances the time by at most one period per check: a pause of this process must not count as
   * its clients' slowness. Checking for unread bytes is not enough: a thread may have read them
   * from the socket and not yet parsed them.
   */
  private long watched() {
    long now = System.nanoTime();
    watched += Math.min(now - checkedAt, PERIOD.toNanos());
    checkedAt = now;
    return watched;
  }

  /** Returns null until the first bytes of the client show whether it uses TLS. */
  private static @Nullable HttpConnection http(@Nullable Connection connection) {
    if (connection instanceof SslConnection tls) {
      return http(tls.getDecryptedEndPoint().getConnection());
    }
    return connection instanceof HttpConnection http ? http : null;
  }

  /** Returns null for an idle client. */
  private static @Nullable Progress progress(
      Client client, @Nullable HttpConnection connection, @Nullable Progress before, long now) {
    Phase phase = phase(client, connection);
    if (phase == null) {
      return null;
    }
    long message = connection == null ? 0 : connection.getMessagesIn();
    return before != null
            && before.phase == phase
            && before.message == message
            && (phase == Phase.READING_RESPONSE || !hasUnreadInput(client))
        ? before
        : new Progress(phase, message, now, bytes(phase, client, connection));
  }

  private static @Nullable Phase phase(Client client, @Nullable HttpConnection connection) {
    if (client.getWriteFlusher().isPending()) {
      return Phase.READING_RESPONSE;
    }
    if (connection == null) {
      return Phase.SENDING_HEADERS;
    }
    HttpParser parser = connection.getParser();
    State state = parser.getState();
    boolean isFirst = state == State.START && connection.getMessagesIn() == 0;
    if (isFirst || HEAD.contains(state)) {
      return Phase.SENDING_HEADERS;
    }
    return BODY.contains(state) && parser.getContentRead() < parser.getContentLength()
        ? Phase.SENDING_BODY
        : null;
  }

  private static long bytes(Phase phase, Client client, @Nullable HttpConnection connection) {
    return phase == Phase.READING_RESPONSE || connection == null
        ? client.bytesSent()
        : connection.getBytesIn();
  }

  private boolean isTooSlow(
      Progress progress,
      Client client,
      @Nullable HttpConnection connection,
      long now,
      boolean isCrowded,
      boolean isBusy) {
    long time = now - progress.since;
    if (progress.phase == Phase.SENDING_HEADERS) {
      return time > (isCrowded ? timeout / 4 : timeout);
    }
    long transferred = bytes(progress.phase, client, connection) - progress.bytes;
    long minRate = isBusy ? BYTES_PER_SECOND_WHEN_BUSY : BYTES_PER_SECOND;
    // The kernel accepts more of a response only when a third of its buffer is free: a client that
    // reads few bytes is as idle as one that reads none.
    return time > (isBusy ? timeout / 4 : timeout)
        && (transferred < minRate * time / SECOND
            || (progress.phase == Phase.READING_RESPONSE && idleNanos(client) > timeout));
  }

  /** Whether this process has not yet read what the client sent: then this process is slow. */
  private static boolean hasUnreadInput(Client client) {
    try {
      return client.getSocket().getInputStream().available() > 0;
    } catch (IOException closed) {
      return false;
    }
  }

  private static long idleNanos(Client client) {
    return TimeUnit.MILLISECONDS.toNanos(client.getIdleFor());
  }

  /** Whether a connection is idle; idle connections are closed while others are refused. */
  private boolean isIdle(Client client, @Nullable HttpConnection connection) {
    return connection != null
        && connection.getParser().getState() == State.START
        && idleNanos(client) > timeout / 4
        && !hasUnreadInput(client);
  }
}
