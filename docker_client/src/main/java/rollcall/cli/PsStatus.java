package rollcall.cli;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import rollcall.api.Container;
import rollcall.api.Health;
import rollcall.api.Report;
import rollcall.api.State;
import rollcall.cli.text.Ages;

/** A container's state in the words of {@code docker ps}, and how it died where memory ran out. */
final class PsStatus {
  private PsStatus() {}

  /** Like "Up 5 minutes (healthy)"; what Docker has no words for is said in our own. */
  static String of(Container container, Instant now) {
    Report report = container.report();
    if (container.removedAt() != null) {
      return "Removed" + ago(container.removedAt(), now);
    }
    State state = report.state() == null ? State.UNKNOWN : report.state();
    return switch (state) {
      case RUNNING -> "Up" + age(report.started(), now) + health(report.health());
      case PAUSED -> "Up" + age(report.started(), now) + " (Paused)";
      case RESTARTING -> "Restarting" + code(report) + ago(report.finished(), now) + memory(report);
      case EXITED -> "Exited" + code(report) + ago(report.finished(), now) + memory(report);
      case CREATED -> "Created";
      case DEAD -> "Dead";
      case REMOVING -> "Removal In Progress";
      case REMOVED -> "Removed";
      case UNKNOWN -> "Unknown, last seen" + ago(container.lastSeen(), now);
    };
  }

  static Tint tint(Container container) {
    Report report = container.report();
    State state = report.state();
    if (container.removedAt() != null || state == null) {
      return Tint.FAINT;
    }
    return switch (state) {
      case RUNNING -> report.health() == Health.UNHEALTHY ? Tint.BAD : Tint.GOOD;
      case DEAD -> Tint.BAD;
      case EXITED -> Boolean.TRUE.equals(report.oomKilled()) ? Tint.BAD : Tint.FAINT;
      case REMOVING, REMOVED -> Tint.FAINT;
      case RESTARTING -> Tint.BAD;
      default -> Tint.WARNING;
    };
  }

  private static String code(Report report) {
    return report.exitCode() == null ? "" : " (" + report.exitCode() + ")";
  }

  private static String memory(Report report) {
    return Boolean.TRUE.equals(report.oomKilled()) ? " (OOM)" : "";
  }

  private static String health(@Nullable Health health) {
    if (health == null) {
      return "";
    }
    return health == Health.STARTING ? " (health: starting)" : " (" + health.word() + ")";
  }

  private static String ago(@Nullable Instant then, Instant now) {
    return then == null ? "" : age(then, now) + " ago";
  }

  private static String age(@Nullable Instant then, Instant now) {
    return then == null ? "" : " " + Ages.of(Duration.between(then, now));
  }
}
