package rollcall.agent.docker.event;

import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rollcall.agent.docker.ConnectionErrors;
import rollcall.agent.docker.Engine;
import rollcall.agent.docker.EngineAnswerException;
import rollcall.agent.docker.EngineSession;
import rollcall.agent.docker.EngineUnavailableException;
import rollcall.agent.metrics.Metrics;
import rollcall.agent.retry.Sleeper;
import rollcall.agent.retry.WarnOnce;
import rollcall.common.Backoff;

/**
 * Follows the engine's container events for as long as the agent runs; after a broken connection it
 * resumes after the last event received.
 */
public final class DockerEventStream implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(DockerEventStream.class);
  private static final Duration FIRST_RETRY_DELAY = Duration.ofMillis(200);
  private static final Duration MAX_RETRY_DELAY = Duration.ofSeconds(2);

  // Finds containers that were removed while no agent ran. The engine keeps its last 256 events.
  private static final Duration LOOK_BACK = Duration.ofMinutes(10);

  private final Engine engine;
  private final Consumer<ContainerEvent> listener;
  private final Runnable connected;
  private final Sleeper sleeper;
  private final Metrics metrics;
  private final Backoff backoff = new Backoff(FIRST_RETRY_DELAY, MAX_RETRY_DELAY, new Random());
  private long since;
  private final WarnOnce warning = new WarnOnce(System::nanoTime);

  /**
   * Creates a stream that is not opened yet.
   *
   * @param connected called for each new stream, which may lack events of a restarted engine
   */
  public DockerEventStream(
      Engine engine,
      Consumer<ContainerEvent> listener,
      Runnable connected,
      Clock clock,
      Sleeper sleeper,
      Metrics metrics) {
    this.engine = engine;
    this.listener = listener;
    this.connected = connected;
    this.sleeper = sleeper;
    this.metrics = metrics;
    this.since = TimeUnit.MILLISECONDS.toNanos(clock.instant().minus(LOOK_BACK).toEpochMilli());
  }

  /** Runs until interrupted. */
  @Override
  public void run() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        follow();
        sleeper.sleep(backoff.next());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void follow() {
    try (EngineSession session = engine.openSession()) {
      EventReader.follow(session, since, this::onSubscribed, this::onEvent);
    } catch (EngineUnavailableException e) {
      // Engine has already logged this.
    } catch (EngineAnswerException e) {
      warn(e);
    } catch (RuntimeException e) {
      // The stream ends normally when the engine stops, or after a long silence.
      if (ConnectionErrors.find(e).isEmpty()) {
        warn(e);
      }
    }
  }

  private void warn(RuntimeException e) {
    if (warning.isDue()) {
      LOG.warn(
          "The Docker engine does not deliver events: {}. Changes are detected only by the next"
              + " full sync.",
          Objects.requireNonNullElse(e.getMessage(), e.toString()));
    }
  }

  private void onSubscribed() {
    warning.reset();
    connected.run();
  }

  private void onEvent(ContainerEvent event) {
    backoff.reset();
    // Not the maximum: after the clock is set back, new events have earlier times.
    since = event.nanos() + 1;
    metrics.event(event.action());
    listener.accept(event);
  }
}
