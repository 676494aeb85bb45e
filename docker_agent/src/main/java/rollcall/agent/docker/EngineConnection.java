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

/**
 * The connection to an engine that may come and go: made when it is needed, and logged when it is
 * lost and when it is back.
 */
final class EngineConnection implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Engine.class);

  private final EngineAddress address;
  private final int connections;
  private final Duration timeout;
  private final Duration longest;
  private final ExecutorService connector = Engine.pool(1);
  private @Nullable Future<EngineSession> connecting;
  private long connectingSince;
  private volatile @Nullable EngineSession session;
  private volatile boolean greeted;
  private volatile boolean warned;
  private volatile boolean closing;

  /**
   * Not connected yet.
   *
   * @param connections open at once
   * @param timeout of one question
   * @param longest that connecting may take
   */
  EngineConnection(EngineAddress address, int connections, Duration timeout, Duration longest) {
    this.address = address;
    this.connections = connections;
    this.timeout = timeout;
    this.longest = longest;
  }

  /** The session, while there is one. */
  Optional<EngineSession> session() {
    return Optional.ofNullable(session);
  }

  /** The session, after connecting where there is none. */
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
      throw address.silent(timeout);
    }
  }

  /**
   * The attempt to connect that is on its way: it goes on when those who wait for it give up, for
   * an engine may take longer to tell its version (Podman asks the package manager for it) than one
   * question may.
   */
  private synchronized Future<EngineSession> connecting() {
    @Nullable Future<EngineSession> before = connecting;
    long now = System.nanoTime();
    if (before != null && !before.isDone() && now - connectingSince < longest.toNanos()) {
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
      EngineSession opened = EngineSession.open(address, connections, longest);
      session = opened;
      return opened;
    } catch (EngineUnavailableException e) {
      throw warn(e);
    } catch (RuntimeException e) {
      throw warn(address.unavailable(ConnectionErrors.in(e).orElse(e)));
    }
  }

  /** Closes a session that is lost. */
  void drop(EngineSession lost) {
    synchronized (this) {
      // Several questions may notice the same loss; only the first drops the session.
      if (session == lost) {
        session = null;
        lost.close();
      }
    }
  }

  /** Logs that the engine answers, where it did not before. */
  void greet() {
    EngineSession current = session;
    if (current != null && (warned || !greeted)) {
      LOG.info(
          "Docker engine {} at {} {}; its API is spoken in version {}.",
          Optional.ofNullable(current.engineVersion()).orElse("of an unknown version"),
          address,
          greeted ? "is back" : "is there",
          current.api().isEmpty() ? "of its choice" : current.api());
      greeted = true;
      warned = false;
    }
  }

  /** Logs once that the engine is lost, and gives the reason back. */
  EngineUnavailableException warn(EngineUnavailableException why) {
    if (!warned && !closing && !Thread.currentThread().isInterrupted()) {
      warned = true;
      LOG.warn("{} {} Waiting for it.", why.getMessage(), why.advice());
    }
    return why;
  }

  /** From now on a lost engine is not worth a warning. */
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
