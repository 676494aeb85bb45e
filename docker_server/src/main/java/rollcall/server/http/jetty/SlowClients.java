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
 * Closes the connections of clients that hold them without using them: whose request's head is not
 * there after a while, whose body comes, or whose answer goes, more slowly than 8 KiB/s, or than
 * 256 KiB/s while all places are taken. (Slowloris and its kin: one byte a minute keeps Jetty's
 * idle timeout away for ever.) Looking at all connections twice a second costs no request anything,
 * and has a grace that Jetty's own minimum data rates lack: a lost packet at the beginning is no
 * attack.
 */
final class SlowClients extends AbstractLifeCycle {
  private static final long BYTES_PER_SECOND = 8 * 1024;

  /** Where others wait for their turn: a slow client may hold the place that they need. */
  private static final long BYTES_PER_SECOND_WHEN_BUSY = 256 * 1024;

  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
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
  private final ConnectionLimiter limiter;
  private final RequestPermits permits;
  private final LargeResponses large;
  private final long patience;
  private long lookedAt;

  /** Nanoseconds in which clients were watched: it stands still while this server does. */
  private long watched;

  private Map<EndPoint, Seen> seen = Map.of();
  private Scheduler.@Nullable Task next;

  SlowClients(
      ServerConnector connector,
      Scheduler scheduler,
      ConnectionLimiter limiter,
      RequestPermits permits,
      LargeResponses large,
      Duration patience) {
    this.connector = connector;
    this.scheduler = scheduler;
    this.limiter = limiter;
    this.permits = permits;
    this.large = large;
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
    boolean isCrowded = limiter.wereRefused();
    boolean wereFull = permits.wereFull();
    boolean isBusy = large.wereShort() || wereFull;
    long now = watched();
    Map<EndPoint, Seen> current = new HashMap<>();
    for (EndPoint endPoint : connector.getConnectedEndPoints()) {
      if (!(endPoint instanceof Client client)) {
        continue;
      }
      HttpConnection connection = http(client.getConnection());
      Seen today = today(client, connection, seen.get(client), now);
      if (today == null) {
        if (isCrowded && isIdle(client, connection)) {
          client.close();
        }
      } else if (isTooSlow(today, client, connection, now, isCrowded, isBusy)) {
        client.close();
      } else {
        current.put(client, today);
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

  /** Null where nothing has come yet from which to tell HTTP and TLS apart. */
  private static @Nullable HttpConnection http(@Nullable Connection connection) {
    if (connection instanceof SslConnection tls) {
      return http(tls.getDecryptedEndPoint().getConnection());
    }
    return connection instanceof HttpConnection http ? http : null;
  }

  /** Null for a client that has nothing to do. */
  private static @Nullable Seen today(
      Client client, @Nullable HttpConnection connection, @Nullable Seen before, long now) {
    Doing doing = doing(client, connection);
    if (doing == null) {
      return null;
    }
    long message = connection == null ? 0 : connection.getMessagesIn();
    return before != null
            && before.doing == doing
            && before.message == message
            && (doing == Doing.TAKING_ANSWER || !waitsForUs(client))
        ? before
        : new Seen(doing, message, now, bytes(doing, client, connection));
  }

  private static @Nullable Doing doing(Client client, @Nullable HttpConnection connection) {
    if (client.getWriteFlusher().isPending()) {
      return Doing.TAKING_ANSWER;
    }
    if (connection == null) {
      return Doing.SENDING_HEAD;
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

  private static long bytes(Doing doing, Client client, @Nullable HttpConnection connection) {
    return doing == Doing.TAKING_ANSWER || connection == null
        ? client.taken()
        : connection.getBytesIn();
  }

  private boolean isTooSlow(
      Seen was,
      Client client,
      @Nullable HttpConnection connection,
      long now,
      boolean isCrowded,
      boolean isBusy) {
    long time = now - was.since;
    if (was.doing == Doing.SENDING_HEAD) {
      return time > (isCrowded ? patience / 4 : patience);
    }
    long moved = bytes(was.doing, client, connection) - was.bytes;
    long least = isBusy ? BYTES_PER_SECOND_WHEN_BUSY : BYTES_PER_SECOND;
    // The kernel takes more of an answer only when a third of its buffer is free again: a client
    // that reads a byte now and then is as idle as one that reads none.
    return time > (isBusy ? patience / 4 : patience)
        && (moved < least * time / SECOND
            || (was.doing == Doing.TAKING_ANSWER && idleNanos(client) > patience));
  }

  /** What it sent is here and unread: the slow one is this server, paused or short of processor. */
  private static boolean waitsForUs(Client client) {
    try {
      return client.getSocket().getInputStream().available() > 0;
    } catch (IOException gone) {
      return false;
    }
  }

  private static long idleNanos(Client client) {
    return TimeUnit.MILLISECONDS.toNanos(client.getIdleFor());
  }

  /** Where others find no room, a kept-alive connection has to be used. */
  private boolean isIdle(Client client, @Nullable HttpConnection connection) {
    return connection != null
        && connection.getParser().getState() == State.START
        && idleNanos(client) > patience / 4
        && !waitsForUs(client);
  }
}
