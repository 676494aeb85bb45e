package rollcall.agent.announcer;

import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs when reporting starts, fails and works again, but not every report or retry. */
final class ReportingStateLogger {
  private static final Logger LOG = LoggerFactory.getLogger(Announcer.class);

  private static final Duration MAX_CLOCK_DIFFERENCE = Duration.ofSeconds(30);

  private final URI server;
  private final Duration interval;
  private final LongSupplier nanoTime;
  private boolean reporting;
  private @Nullable String failure;
  private @Nullable Long failedSince;
  private @Nullable String clash;
  private boolean clocksDiffer;

  ReportingStateLogger(URI server, Duration interval, LongSupplier nanoTime) {
    this.server = server;
    this.interval = interval;
    this.nanoTime = nanoTime;
  }

  void delivered(String node, int containers) {
    if (reporting) {
      return;
    }
    reporting = true;
    if (failedSince == null) {
      LOG.info(
          "Reporting {} containers of node {} to {}: changes immediately, all every {}.",
          containers,
          node,
          server,
          interval.toString().substring(2).toLowerCase(Locale.ROOT));
    } else {
      long seconds = TimeUnit.NANOSECONDS.toSeconds(nanoTime.getAsLong() - failedSince);
      LOG.info("Reporting to {} again, after {} s.", server, seconds);
    }
    failure = null;
    failedSince = null;
  }

  /** Logs once that the node shares its name or engine id with another one, and when that ends. */
  void clash(@Nullable String text) {
    if (text != null && clash == null) {
      LOG.warn("{}", text);
    } else if (text == null && clash != null) {
      LOG.info("This node's name and engine id are unique again.");
    }
    clash = text;
  }

  /** Logs once that the clocks of node and server differ. */
  void clock(Duration ahead) {
    boolean differs = ahead.abs().compareTo(MAX_CLOCK_DIFFERENCE) > 0;
    if (differs && !clocksDiffer) {
      LOG.warn(
          "This node's clock is {} s {} the server's. Reports use the server's time; synchronize"
              + " the clock (NTP).",
          ahead.abs().toSeconds(),
          ahead.isNegative() ? "ahead of" : "behind");
    }
    clocksDiffer = differs;
  }

  void failed(String kind, String message) {
    if (kind.equals(failure)) {
      return;
    }
    failure = kind;
    reporting = false;
    failedSince = failedSince == null ? (Long) nanoTime.getAsLong() : failedSince;
    LOG.warn("{} Retrying until it succeeds.", message);
  }
}
