package rollcall.agent.docker;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The connection to the engine: opened on demand, and logged when lost and when restored. */
final class EngineConnection implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Engine.class);

  private final EngineAddress address;
  private final int connections;
  private final Duration timeout;
  private final Duration maxTimeout;
  private final ExecutorService connector = Engine.pool(1);
  private @Nullable Future<EngineSession> connecting;
  private long connectingSince;
  private volatile @Nullable EngineSession session;
  private volatile boolean wasConnected;
  private volatile boolean warned;
  private volatile boolean closing;

  /**
   * Creates a connection that is not opened yet.
   *
   * @param connections maximum number of concurrent connections
   * @param timeout of one query
   * @param maxTimeout how long connecting may take
   */
  EngineConnection(EngineAddress address, int connections, Duration timeout, Duration maxTimeout) {
    this.address = address;
    this.connections = connections;
    this.timeout = timeout;
    this.maxTimeout = maxTimeout;
  }

  /** The session; empty while disconnected. */
  Optional<EngineSession> session() {
    return Optional.ofNullable(session);
  }

  /** Returns the session, after connecting if necessary. */
  EngineSession await() {
    EngineSession current = session;
    try {
      return current == null ? connecting().get() : current;
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException why
          ? why
          : new IllegalStateException(e.getCause());
    } catch (InterruptedException | CancellationException e) {
      if (e instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      throw address.timeout(timeout);
    }
  }

  /**
   * The running attempt to connect. It continues when a query times out, because an engine may take
   * longer to report its version (Podman queries the package manager) than a query may take.
   */
  private synchronized Future<EngineSession> connecting() {
    @Nullable Future<EngineSession> before = connecting;
    long now = System.nanoTime();
    if (before != null && !before.isDone() && now - connectingSince < maxTimeout.toNanos()) {
      return before;
    }
    if (before != null) {
      before.cancel(true);
    }
    Future<EngineSession> next = connector.submit(this::connect);
    connecting = next;
    connectingSince = now;
    return next;
  }

  private EngineSession connect() {
    try {
      EngineSession opened = EngineSession.open(address, connections, maxTimeout);
      session = opened;
      return opened;
    } catch (EngineUnavailableException e) {
      throw warn(e);
    } catch (RuntimeException e) {
      throw warn(address.unavailable(ConnectionErrors.find(e).orElse(e)));
    }
  }

  /** Closes a lost session. */
  void drop(EngineSession lost) {
    synchronized (this) {
      // Several queries may detect the same loss; only the first drops the session.
      if (session == lost) {
        session = null;
        lost.close();
      }
    }
  }

  /** Logs that the engine responds, unless it did before. */
  void logConnected() {
    EngineSession current = session;
    if (current != null && (warned || !wasConnected)) {
      LOG.info(
          "{} Docker engine {} at {}, API version {}.",
          wasConnected ? "Reconnected to" : "Connected to",
          Optional.ofNullable(current.engineVersion()).orElse("of unknown version"),
          address,
          current.api().isEmpty() ? "chosen by the engine" : current.api());
      wasConnected = true;
      warned = false;
    }
  }

  /** Logs once that the engine is unavailable, and returns the reason. */
  EngineUnavailableException warn(EngineUnavailableException why) {
    if (!warned && !closing && !Thread.currentThread().isInterrupted()) {
      warned = true;
      LOG.warn("{} {} Retrying.", why.getMessage(), why.advice());
    }
    return why;
  }

  /** Disables warnings, because the agent is stopping. */
  void closing() {
    closing = true;
  }

  @Override
  public void close() {
    connector.shutdownNow();
    EngineSession current = session;
    if (current != null) {
      current.close();
    }
  }
}
