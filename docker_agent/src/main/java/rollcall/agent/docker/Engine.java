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
 * The node's Docker engine, which may come and go: asks it questions, several at a time, and never
 * lets one wait forever.
 */
public final class Engine implements AutoCloseable {
  private static final int WORKERS = 8;

  // Docker 20.10 answers even a one-shot sample only at its collector's next second: asking many at
  // once keeps a long list short. They wait there, they do not work.
  private static final int SAMPLERS = 64;
  private static final int LOOKERS = 16;
  private static final int MAX_STALLS = 3;
  // A list of thousands of containers takes a busy engine many times its usual time.
  private static final int SLOWEST = 6;

  // Over TCP; a quiet engine's event stream is opened anew then. Unix sockets know no timeout.
  private static final Duration LISTEN_TIMEOUT = Duration.ofMinutes(5);

  private final EngineAddress address;
  private final Duration timeout;
  private final AnswerTimeout patience;
  // Three pools, so that a container asking about itself never queues behind a list, nor the look
  // that an event caused behind the samples.
  private final ExecutorService workers = pool(WORKERS);
  private final ExecutorService lookers = pool(LOOKERS);
  private final ExecutorService samplers = pool(SAMPLERS);
  private final EngineConnection connection;

  /**
   * An engine that is not asked anything yet.
   *
   * @param dockerHost like {@code unix:///var/run/docker.sock}; empty for docker-java's default
   * @param timeout how long one question may take
   */
  public Engine(Optional<String> dockerHost, Duration timeout) {
    this.address = new EngineAddress(dockerHost);
    this.timeout = timeout;
    this.patience = new AnswerTimeout(timeout, timeout.multipliedBy(SLOWEST));
    this.connection =
        new EngineConnection(address, WORKERS + LOOKERS + SAMPLERS, timeout, patience.most());
  }

  /** The engine's version, while one is connected that tells it. */
  public Optional<String> version() {
    return connection.session().map(EngineSession::engineVersion);
  }

  /**
   * Asks what every engine must be able to answer, and takes it for lost where it does not; an
   * answer that is a refusal, or cannot be read, counts as none.
   */
  public <T> T ask(Function<EngineSession, T> question) {
    AtomicReference<@Nullable EngineSession> used = new AtomicReference<>();
    Duration limit = patience.limit();
    long start = System.nanoTime();
    try {
      T answer = await(workers.submit(retried(question, used, connection::warn)), limit);
      patience.answered(Duration.ofNanos(System.nanoTime() - start));
      connection.greet();
      return answer;
    } catch (EngineAnswerException e) {
      throw connection.warn(address.refusal(e));
    } catch (TimeoutException e) {
      EngineSession silent = used.get();
      if (silent != null) {
        patience.gaveUp();
        connection.drop(silent);
      }
      throw connection.warn(address.silent(limit));
    }
  }

  /**
   * Asks about one thing of the engine, which may hang, be refused or break its connection without
   * the engine being lost.
   *
   * @throws EngineAnswerException for a refusal, or an answer that cannot be read
   * @throws EngineUnavailableException where no answer came
   */
  public <T> T askAside(Function<EngineSession, T> question, Duration limit) {
    try {
      return await(workers.submit(retried(question, new AtomicReference<>(), lost -> lost)), limit);
    } catch (TimeoutException e) {
      throw address.silent(limit);
    }
  }

  /** Whether there is a connection to it. */
  public boolean isThere() {
    return connection.session().isPresent();
  }

  /** A refusal, for those who asked. */
  public EngineUnavailableException refusal(EngineAnswerException e) {
    return address.refusal(e);
  }

  /** As long as a slow engine's answer is waited for at most. */
  public Duration longest() {
    return patience.most();
  }

  /** As long as one question may take. */
  public Duration timeout() {
    return timeout;
  }

  /**
   * Asks many quick things, some at a time; the answers in order, empty where none came: one
   * hanging container does not hold up the others for long.
   *
   * @param patience how long to wait while no answer at all comes in
   * @param budget how long to wait for all of them
   */
  public <T> List<Optional<T>> askAll(
      List<Function<EngineSession, Optional<T>>> questions, Duration patience, Duration budget) {
    return askAll(questions, patience, budget, lookers, LOOKERS);
  }

  /** The same for questions that wait in the engine: many more at a time. */
  public <T> List<Optional<T>> askAllAtOnce(
      List<Function<EngineSession, Optional<T>>> questions, Duration patience, Duration budget) {
    return askAll(questions, patience, budget, samplers, SAMPLERS);
  }

  private <T> List<Optional<T>> askAll(
      List<Function<EngineSession, Optional<T>>> questions,
      Duration patience,
      Duration budget,
      ExecutorService pool,
      int atATime) {
    CompletionService<Optional<T>> answers = new ExecutorCompletionService<>(pool);
    long end = System.nanoTime() + budget.toNanos();
    List<Future<Optional<T>>> futures =
        questions.stream().map(question -> answers.submit(task(question))).toList();
    try {
      int stalls = 0;
      long rest = budget.toNanos();
      for (int missing = futures.size(); missing > 0 && stalls < MAX_STALLS && rest > 0; ) {
        if (answers.poll(Math.min(patience.toNanos(), rest), TimeUnit.NANOSECONDS) != null) {
          missing--;
        } else {
          stalls++;
          // The oldest are those being asked; given up, they make room for the rest.
          futures.stream()
              .filter(future -> !future.isDone())
              .limit(atATime)
              .forEach(future -> future.cancel(true));
        }
        rest = end - System.nanoTime();
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

  /** A connection of its own, for one who listens for long. */
  public EngineSession openSession() {
    return EngineSession.open(address, 1, LISTEN_TIMEOUT);
  }

  /** All questions only read, so a connection that broke may be tried again on a fresh one. */
  private <T> Callable<T> retried(
      Function<EngineSession, T> question,
      AtomicReference<@Nullable EngineSession> used,
      UnaryOperator<EngineUnavailableException> warning) {
    return () -> {
      boolean fresh = connection.session().isEmpty();
      try {
        return attempt(question, used, warning);
      } catch (EngineUnavailableException e) {
        if (fresh || Thread.currentThread().isInterrupted()) {
          throw e;
        }
        return attempt(question, used, warning);
      }
    };
  }

  private <T> T attempt(
      Function<EngineSession, T> question,
      AtomicReference<@Nullable EngineSession> used,
      UnaryOperator<EngineUnavailableException> warning) {
    EngineSession current = connection.await();
    used.set(current);
    try {
      return question.apply(current);
    } catch (RuntimeException e) {
      EngineUnavailableException lost =
          address.unavailable(ConnectionErrors.in(e).orElseThrow(() -> e));
      // Given up by the asker, which closes this one connection: the others are well.
      if (!Thread.currentThread().isInterrupted()) {
        connection.drop(current);
        throw warning.apply(lost);
      }
      throw lost;
    }
  }

  private <T> Callable<T> task(Function<EngineSession, T> question) {
    return () -> {
      EngineSession current = connection.await();
      try {
        return question.apply(current);
      } catch (RuntimeException e) {
        throw address.unavailable(ConnectionErrors.in(e).orElseThrow(() -> e));
      }
    };
  }

  private <T> T await(Future<T> future, Duration limit) throws TimeoutException {
    try {
      return future.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | CancellationException e) {
      // The interrupt closes the channel that the worker is stuck on: docker-java's Unix socket
      // knows no read timeout.
      future.cancel(true);
      throw e instanceof TimeoutException late ? late : new TimeoutException("given up");
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
            (question, closed) -> ((Future<?>) question).cancel(false));
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
    lookers.shutdownNow();
    samplers.shutdownNow();
    connection.close();
  }
}
