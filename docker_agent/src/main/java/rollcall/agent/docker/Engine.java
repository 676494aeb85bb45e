package rollcall.agent.docker;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Sends queries to the node's Docker engine, several concurrently and each with a timeout. The
 * engine may be temporarily unavailable.
 */
public final class Engine implements AutoCloseable {
  private static final int WORKERS = 8;

  // Docker 20.10 delays even a one-shot sample until its collector's next second. Many concurrent
  // samples cost little, because they only wait there.
  private static final int SAMPLERS = 64;
  private static final int INSPECTORS = 16;
  private static final int MAX_STALLS = 3;
  // A busy engine may take many times longer to list thousands of containers.
  private static final int MAX_TIMEOUT_FACTOR = 6;

  // Reopens the event stream after a silence. TCP only: docker-java's Unix sockets have no timeout.
  private static final Duration EVENT_TIMEOUT = Duration.ofMinutes(5);

  private final EngineAddress address;
  private final Duration timeout;
  private final AnswerTimeout answerTimeout;
  // Three pools, so that a container's request never queues behind a list, and an event's
  // inspection
  // never behind samples.
  private final ExecutorService workers = pool(WORKERS);
  private final ExecutorService inspectors = pool(INSPECTORS);
  private final ExecutorService samplers = pool(SAMPLERS);
  private final EngineConnection connection;

  /**
   * Creates an engine that connects with the first query.
   *
   * @param dockerHost like {@code unix:///var/run/docker.sock}; empty for docker-java's default
   * @param timeout initial timeout of one query
   */
  public Engine(Optional<String> dockerHost, Duration timeout) {
    this.address = new EngineAddress(dockerHost);
    this.timeout = timeout;
    this.answerTimeout = new AnswerTimeout(timeout, timeout.multipliedBy(MAX_TIMEOUT_FACTOR));
    this.connection =
        new EngineConnection(
            address, WORKERS + INSPECTORS + SAMPLERS, timeout, answerTimeout.max());
  }

  /** The engine's version; empty while disconnected or if unknown. */
  public Optional<String> version() {
    return connection.session().map(EngineSession::engineVersion);
  }

  /**
   * Sends a query that every engine must support. A timeout drops the connection. Error responses
   * and unreadable ones are failures as well.
   */
  public <T> T query(Function<EngineSession, T> query) {
    AtomicReference<@Nullable EngineSession> used = new AtomicReference<>();
    Duration limit = answerTimeout.limit();
    long start = System.nanoTime();
    try {
      T answer = await(workers.submit(retried(query, used, connection::warn)), limit);
      answerTimeout.answered(Duration.ofNanos(System.nanoTime() - start));
      connection.logConnected();
      return answer;
    } catch (EngineAnswerException e) {
      throw connection.warn(address.refusal(e));
    } catch (TimeoutException e) {
      EngineSession unresponsive = used.get();
      if (unresponsive != null) {
        answerTimeout.timedOut();
        connection.drop(unresponsive);
      }
      throw connection.warn(address.timeout(limit));
    }
  }

  /**
   * Sends a query that may fail or time out without dropping the connection.
   *
   * @throws EngineAnswerException for an error response, or an unreadable one
   * @throws EngineUnavailableException without a response
   */
  public <T> T tryQuery(Function<EngineSession, T> query, Duration limit) {
    try {
      return await(workers.submit(retried(query, new AtomicReference<>(), lost -> lost)), limit);
    } catch (TimeoutException e) {
      throw address.timeout(limit);
    }
  }

  /** Whether the engine is connected. */
  public boolean isConnected() {
    return connection.session().isPresent();
  }

  /** Converts an error response to an exception with advice. */
  public EngineUnavailableException refusal(EngineAnswerException e) {
    return address.refusal(e);
  }

  /** The longest timeout of a query, for a slow engine. */
  public Duration maxTimeout() {
    return answerTimeout.max();
  }

  /** The initial timeout of a query. */
  public Duration timeout() {
    return timeout;
  }

  /**
   * Sends many quick queries, some concurrently. Returns the results in order, empty without a
   * response: one hanging container does not delay the others for long.
   *
   * @param stallTimeout how long to wait for any next response
   * @param budget how long to wait for all responses
   */
  public <T> List<Optional<T>> queryAll(
      List<Function<EngineSession, Optional<T>>> queries, Duration stallTimeout, Duration budget) {
    return queryAll(queries, stallTimeout, budget, inspectors, INSPECTORS);
  }

  /** The same with more concurrency, for queries that only wait in the engine. */
  public <T> List<Optional<T>> queryAllConcurrently(
      List<Function<EngineSession, Optional<T>>> queries, Duration stallTimeout, Duration budget) {
    return queryAll(queries, stallTimeout, budget, samplers, SAMPLERS);
  }

  private <T> List<Optional<T>> queryAll(
      List<Function<EngineSession, Optional<T>>> queries,
      Duration stallTimeout,
      Duration budget,
      ExecutorService pool,
      int concurrency) {
    CompletionService<Optional<T>> answers = new ExecutorCompletionService<>(pool);
    long end = System.nanoTime() + budget.toNanos();
    List<Future<Optional<T>>> futures =
        queries.stream().map(query -> answers.submit(task(query))).toList();
    try {
      int stalls = 0;
      long remaining = budget.toNanos();
      for (int missing = futures.size(); missing > 0 && stalls < MAX_STALLS && remaining > 0; ) {
        if (answers.poll(Math.min(stallTimeout.toNanos(), remaining), TimeUnit.NANOSECONDS)
            != null) {
          missing--;
        } else {
          stalls++;
          // The oldest are running; cancelling them makes room for the rest.
          futures.stream()
              .filter(future -> !future.isDone())
              .limit(concurrency)
              .forEach(future -> future.cancel(true));
        }
        remaining = end - System.nanoTime();
      }
      futures.forEach(future -> future.cancel(true));
      return futures.stream().map(this::answer).toList();
    } catch (InterruptedException e) {
      futures.forEach(future -> future.cancel(true));
      throw interrupted();
    }
  }

  private <T> Optional<T> answer(Future<Optional<T>> future) {
    try {
      return future.isCancelled() ? Optional.empty() : await(future, timeout);
    } catch (TimeoutException e) {
      return Optional.empty();
    }
  }

  /** Opens a separate connection, for a long-lived stream. */
  public EngineSession openSession() {
    return EngineSession.open(address, 1, EVENT_TIMEOUT);
  }

  /** Retries a query once on a new connection, which is safe because all queries only read. */
  private <T> Callable<T> retried(
      Function<EngineSession, T> query,
      AtomicReference<@Nullable EngineSession> used,
      UnaryOperator<EngineUnavailableException> warning) {
    return () -> {
      boolean fresh = connection.session().isEmpty();
      try {
        return attempt(query, used, warning);
      } catch (EngineUnavailableException e) {
        if (fresh || Thread.currentThread().isInterrupted()) {
          throw e;
        }
        return attempt(query, used, warning);
      }
    };
  }

  private <T> T attempt(
      Function<EngineSession, T> query,
      AtomicReference<@Nullable EngineSession> used,
      UnaryOperator<EngineUnavailableException> warning) {
    EngineSession current = connection.await();
    used.set(current);
    try {
      return query.apply(current);
    } catch (RuntimeException e) {
      EngineUnavailableException lost =
          address.unavailable(ConnectionErrors.find(e).orElseThrow(() -> e));
      // A cancelled query closes its own connection only; the session is intact.
      if (!Thread.currentThread().isInterrupted()) {
        connection.drop(current);
        throw warning.apply(lost);
      }
      throw lost;
    }
  }

  private <T> Callable<T> task(Function<EngineSession, T> query) {
    return () -> {
      EngineSession current = connection.await();
      try {
        return query.apply(current);
      } catch (RuntimeException e) {
        throw address.unavailable(ConnectionErrors.find(e).orElseThrow(() -> e));
      }
    };
  }

  private <T> T await(Future<T> future, Duration limit) throws TimeoutException {
    try {
      return future.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | CancellationException e) {
      // The interrupt closes the channel that the worker blocks on: docker-java's Unix socket has
      // no
      // read timeout.
      future.cancel(true);
      throw e instanceof TimeoutException late ? late : new TimeoutException("cancelled");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  private EngineUnavailableException interrupted() {
    Thread.currentThread().interrupt();
    return address.unavailable("the agent is stopping");
  }

  static ExecutorService pool(int threads) {
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            threads,
            threads,
            30,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            Engine::worker,
            (query, closed) -> ((Future<?>) query).cancel(false));
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  private static Thread worker(Runnable task) {
    Thread thread = new Thread(task, "engine");
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public void close() {
    connection.closing();
    workers.shutdownNow();
    inspectors.shutdownNow();
    samplers.shutdownNow();
    connection.close();
  }
}
