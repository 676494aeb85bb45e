package rollcall.agent.roster;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rollcall.agent.docker.EngineUnavailableException;
import rollcall.agent.docker.node.NodeContainers;
import rollcall.agent.retry.Sleeper;
import rollcall.agent.retry.WarnOnce;

/**
 * Measures all containers at a regular interval, then requests a full sync. Runs in its own thread,
 * because a measurement takes one or two seconds with Docker 20.10, and must not delay events.
 */
public final class UsageSamplingLoop implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(UsageSamplingLoop.class);

  private final NodeContainers containers;
  private final Runnable onMeasured;
  private final Duration interval;
  private final Sleeper sleeper;
  private final WarnOnce warning = new WarnOnce(System::nanoTime);

  public UsageSamplingLoop(
      NodeContainers containers, Runnable onMeasured, Duration interval, Sleeper sleeper) {
    this.containers = containers;
    this.onMeasured = onMeasured;
    this.interval = interval;
    this.sleeper = sleeper;
  }

  /** Runs until interrupted. */
  @Override
  public void run() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        long start = System.nanoTime();
        measure();
        onMeasured.run();
        Duration rest = interval.minusNanos(System.nanoTime() - start);
        sleeper.sleep(rest.isNegative() ? Duration.ofMillis(100) : rest);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void measure() {
    try {
      containers.measure();
      warning.reset();
    } catch (EngineUnavailableException e) {
      // Engine has already logged this.
    } catch (RuntimeException e) {
      if (warning.isDue()) {
        LOG.warn("Cannot measure the containers' memory and CPU usage: {}", e.toString());
      }
    }
  }
}
