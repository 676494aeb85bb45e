package rollcall.agent.docker;

import com.github.dockerjava.api.exception.DockerException;
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
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The node's Docker engine, which may come and go: connects when asked something, logs when it is
 * lost and when it is back, and never lets a question wait forever.
 */
public final class Engine implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Engine.class);

  private static final int WORKERS = 8;

  // Docker 20.10 answers even a one-shot sample only at its collector's next second: asking many at
  // once keeps a long list short. They wait there, they do not work.
  private static final int SAMPLERS = 64;
  private static final int LOOKERS = 16;
  private static final int MOST_STALLS = 3;

  // Over TCP; a quiet engine's event stream is opened anew then. Unix sockets know no timeout.
  private static final Duration LISTEN_TIMEOUT = Duration.ofMinutes(5);

  private final EngineAddress address;
  private final Duration timeout;
  // Three pools, so that a container asking about itself never queues behind a list, nor the look
  // that an event caused behind the samples.
  private final ExecutorService workers = pool(WORKERS);
  private final ExecutorService lookers = pool(LOOKERS);
  private final ExecutorService samplers = pool(SAMPLERS);
  private volatile @Nullable EngineSession session;
  private volatile @Nullable String hostname;
  private boolean complained;

  /**
   * An engine that is not asked anything yet.
   *
   * @param dockerHost like {@code unix:///var/run/docker.sock}; empty for docker-java's default
   * @param timeout how long one question may take
   */
  public Engine(Optional<String> dockerHost, Duration timeout) {
    this.address = new EngineAddress(dockerHost);
    this.timeout = timeout;
  }

  /** The engine's version, while one is connected. */
  public Optional<String> version() {
    return Optional.ofNullable(session).map(EngineSession::engineVersion);
  }

  /** The hostname that the engine last gave; absent before it answered for the first time. */
  public Optional<String> hostname() {
    return Optional.ofNullable(hostname);
  }

  /** Asks one thing; a {@link DockerException} is the engine's own refusal. */
  <T> T ask(Function<EngineSession, T> question) {
    return await(workers.submit(task(question)), timeout);
  }

  /**
   * Asks many quick things, some at a time; the answers in order, empty where none came: one
   * hanging container does not hold up the others for long.
   *
   * @param patience how long to wait while no answer at all comes in
   */
  <T> List<Optional<T>> askAll(
      List<Function<EngineSession, Optional<T>>> questions, Duration patience) {
    return askAll(questions, patience, lookers, LOOKERS);
  }

  /** The same for questions that wait in the engine: many more at a time. */
  <T> List<Optional<T>> askAllAtOnce(
      List<Function<EngineSession, Optional<T>>> questions, Duration patience) {
    return askAll(questions, patience, samplers, SAMPLERS);
  }

  private <T> List<Optional<T>> askAll(
      List<Function<EngineSession, Optional<T>>> questions,
      Duration patience,
      ExecutorService pool,
      int atATime) {
    CompletionService<Optional<T>> answers = new ExecutorCompletionService<>(pool);
    List<Future<Optional<T>>> futures =
        questions.stream().map(question -> answers.submit(task(question))).toList();
    try {
      int stalls = 0;
      for (int missing = futures.size(); missing > 0 && stalls < MOST_STALLS; ) {
        if (answers.poll(patience.toMillis(), TimeUnit.MILLISECONDS) != null) {
          missing--;
        } else {
          stalls++;
          // The oldest are those being asked; given up, they make room for the rest.
          futures.stream()
              .filter(future -> !future.isDone())
              .limit(atATime)
              .forEach(future -> future.cancel(true));
        }
      }
      futures.forEach(future -> future.cancel(true));
      return futures.stream().map(this::answer).toList();
    } catch (InterruptedException e) {
      futures.forEach(future -> future.cancel(true));
      throw interrupted();
    }
  }

  private <T> Optional<T> answer(Future<Optional<T>> future) {
    return future.isCancelled() ? Optional.empty() : await(future, timeout);
  }

  /** A connection of its own, for one who listens for long. */
  EngineSession openSession() {
    return EngineSession.open(address, 1, LISTEN_TIMEOUT);
  }

  /** All questions only read, so a connection that broke may be tried again on a fresh one. */
  private <T> Callable<T> task(Function<EngineSession, T> question) {
    return () -> {
      boolean fresh = session == null;
      try {
        return attempt(question);
      } catch (EngineUnavailableException e) {
        if (fresh || Thread.currentThread().isInterrupted()) {
          throw e;
        }
        return attempt(question);
      }
    };
  }

  private <T> T attempt(Function<EngineSession, T> question) {
    EngineSession current = connected();
    try {
      return question.apply(current);
    } catch (RuntimeException e) {
      Optional<Throwable> loss = ConnectionLoss.in(e);
      if (loss.isEmpty()) {
        throw e;
      }
      EngineUnavailableException lost = address.unavailable(loss.get());
      // Given up by the asker, which closes this one connection: the others are well.
      if (!Thread.currentThread().isInterrupted()) {
        lose(current, lost);
      }
      throw lost;
    }
  }

  private synchronized EngineSession connected() {
    EngineSession current = session;
    if (current == null) {
      current = connect();
      session = current;
      hostname = current.hostname();
      LOG.info(
          "Docker engine {} of node {} at {}{}; its API is spoken in version {}.",
          current.engineVersion(),
          current.hostname(),
          address,
          complained ? " is back" : " is there",
          current.api());
      complained = false;
    }
    return current;
  }

  private EngineSession connect() {
    try {
      return EngineSession.open(address, WORKERS + LOOKERS + SAMPLERS, timeout);
    } catch (EngineUnavailableException e) {
      complain(e);
      throw e;
    } catch (RuntimeException e) {
      EngineUnavailableException unavailable = address.unavailable(ConnectionLoss.in(e).orElse(e));
      complain(unavailable);
      throw unavailable;
    }
  }

  private void lose(@Nullable EngineSession lost, EngineUnavailableException why) {
    // Without a session someone may be connecting, for long, and hold the lock.
    if (lost == null || session != lost) {
      return;
    }
    synchronized (this) {
      // Several questions may notice the same loss; only the first drops the session.
      if (session == lost) {
        session = null;
        lost.close();
        complain(why);
      }
    }
  }

  private synchronized void complain(EngineUnavailableException why) {
    if (!complained && !workers.isShutdown()) {
      complained = true;
      LOG.warn("{} {} Waiting for it.", why.getMessage(), why.advice());
    }
  }

  private <T> T await(Future<T> future, Duration limit) {
    try {
      return future.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | CancellationException e) {
      // The interrupt closes the channel that the worker is stuck on: docker-java's Unix socket
      // knows no read timeout.
      future.cancel(true);
      EngineUnavailableException silent =
          address.unavailable("no answer within " + limit.toSeconds() + " s");
      lose(session, silent);
      throw silent;
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

  private static ExecutorService pool(int threads) {
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            threads, threads, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), Engine::worker);
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
    workers.shutdownNow();
    lookers.shutdownNow();
    samplers.shutdownNow();
    EngineSession current = session;
    if (current != null) {
      current.close();
    }
  }
}
