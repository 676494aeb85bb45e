package rollcall.cli.container;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import rollcall.api.container.Container;
import rollcall.api.container.Health;
import rollcall.api.container.Report;
import rollcall.api.container.State;
import rollcall.cli.terminal.TextColor;
import rollcall.cli.text.DockerDurations;

/** A container's status as in {@code docker ps}, with "(OOM)" if it ran out of memory. */
final class PsStatus {
  private PsStatus() {}

  /** Like "Up 5 minutes (healthy)"; removed and unknown containers have a status of our own. */
  static String of(Container container, Instant now) {
    Report report = container.report();
    if (container.removedAt() != null) {
      return "Removed" + ago(container.removedAt(), now);
    }
    State state = report.state() == null ? State.UNKNOWN : report.state();
    return switch (state) {
      case RUNNING -> "Up" + age(report.started(), now) + health(report.health());
      case PAUSED -> "Up" + age(report.started(), now) + " (Paused)";
      case RESTARTING -> "Restarting" + code(report) + ago(report.finished(), now) + oom(report);
      case EXITED -> "Exited" + code(report) + ago(report.finished(), now) + oom(report);
      case CREATED -> "Created";
      case DEAD -> "Dead";
      case REMOVING -> "Removal In Progress";
      case REMOVED -> "Removed";
      case UNKNOWN -> "Unknown, last seen" + ago(container.lastSeen(), now);
    };
  }

  static TextColor color(Container container) {
    Report report = container.report();
    State state = report.state();
    if (container.removedAt() != null || state == null) {
      return TextColor.FAINT;
    }
    return switch (state) {
      case RUNNING -> report.health() == Health.UNHEALTHY ? TextColor.BAD : TextColor.GOOD;
      case DEAD -> TextColor.BAD;
      case EXITED -> Boolean.TRUE.equals(report.oomKilled()) ? TextColor.BAD : TextColor.FAINT;
      case REMOVING, REMOVED -> TextColor.FAINT;
      case RESTARTING -> TextColor.BAD;
      default -> TextColor.WARNING;
    };
  }

  private static String code(Report report) {
    return report.exitCode() == null ? "" : " (" + report.exitCode() + ")";
  }

  private static String oom(Report report) {
    return Boolean.TRUE.equals(report.oomKilled()) ? " (OOM)" : "";
  }

  private static String health(@Nullable Health health) {
    if (health == null) {
      return "";
    }
    return health == Health.STARTING ? " (health: starting)" : " (" + health.wireName() + ")";
  }

  private static String ago(@Nullable Instant then, Instant now) {
    return then == null ? "" : age(then, now) + " ago";
  }

  private static String age(@Nullable Instant then, Instant now) {
    return then == null ? "" : " " + DockerDurations.of(Duration.between(then, now));
  }
}
