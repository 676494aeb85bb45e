package rollcall.agent.announcer;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rollcall.agent.docker.EngineUnavailableException;
import rollcall.api.NodeReport;

/**
 * Reports the node's containers to the server at a steady pace; where that fails, it tries again
 * after growing pauses and logs only what changed.
 */
public final class Announcer implements Runnable, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Announcer.class);
  private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
  private static final Duration LONGEST_RETRY = Duration.ofSeconds(30);
  private static final Duration LONGEST_WAIT_FOR_ENGINE = Duration.ofSeconds(5);

  /**
   * What to report.
   *
   * @param node the node's name
   */
  public record Announcement(String node, NodeReport report) {}

  private final Supplier<Announcement> source;
  private final URI server;
  private final ReportClient client;
  private final Duration every;
  private final Clock clock;
  private final Sleeper sleeper;
  private final Backoff serverBackoff;
  private final Backoff engineBackoff;
  private volatile boolean closed;

  private boolean reporting;
  private @Nullable String failure;
  private @Nullable Instant lostSince;

  public Announcer(
      Supplier<Announcement> source, URI server, Duration every, Clock clock, Sleeper sleeper) {
    this.source = source;
    this.server = server;
    this.client = new ReportClient(server);
    this.every = every;
    this.clock = clock;
    this.sleeper = sleeper;
    // Not RandomGenerator.getDefault(): that one lives in a module that small runtimes lack.
    RandomGenerator random = new Random();
    this.serverBackoff = new Backoff(FIRST_RETRY, LONGEST_RETRY, random);
    this.engineBackoff = new Backoff(FIRST_RETRY, LONGEST_WAIT_FOR_ENGINE, random);
  }

  /** Until closed or interrupted. */
  @Override
  public void run() {
    try {
      while (!closed) {
        sleeper.sleep(announce());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Reports once, and tells how long to wait until the next time. */
  Duration announce() {
    Announcement announcement;
    try {
      announcement = source.get();
    } catch (EngineUnavailableException e) {
      return engineBackoff.next(); // the engine's own log line says it all
    } catch (RuntimeException e) {
      lost("internal", "Cannot list this node's containers: " + e);
      return serverBackoff.next();
    }
    engineBackoff.reset();
    try {
      client.put(announcement.node(), announcement.report());
      delivered(announcement);
      serverBackoff.reset();
      return every;
    } catch (DeliveryException e) {
      lost(e.kind(), String.valueOf(e.getMessage()));
      return serverBackoff.next();
    }
  }

  private void delivered(Announcement announcement) {
    if (reporting) {
      return;
    }
    reporting = true;
    String pace = every.toString().substring(2).toLowerCase(java.util.Locale.ROOT);
    if (lostSince == null) {
      LOG.info(
          "Reporting {} containers of node {} to {} every {}.",
          announcement.report().containers().size(),
          announcement.node(),
          server,
          pace);
    } else {
      long seconds = Duration.between(lostSince, clock.instant()).toSeconds();
      LOG.info("Reporting to {} again, after {} s.", server, seconds);
    }
    failure = null;
    lostSince = null;
  }

  private void lost(String kind, String message) {
    if (kind.equals(failure) || closed) {
      return;
    }
    failure = kind;
    reporting = false;
    lostSince = lostSince == null ? clock.instant() : lostSince;
    LOG.warn("{} Trying again until it works.", message);
  }

  @Override
  public void close() {
    closed = true;
    client.close();
  }
}
