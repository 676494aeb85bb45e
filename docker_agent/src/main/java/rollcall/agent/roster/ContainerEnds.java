package rollcall.agent.roster;

import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import rollcall.api.container.Report;
import rollcall.api.container.State;

/** Derives reports of containers from earlier reports and newer partial data. */
final class ContainerEnds {
  private static final Set<State> ENDED = Set.of(State.EXITED, State.DEAD, State.RESTARTING);
  private static final Set<State> RUNNING = Set.of(State.RUNNING, State.PAUSED);

  private ContainerEnds() {}

  static boolean hasEnded(Report report) {
    return report.state() != null && ENDED.contains(report.state());
  }

  static boolean isRunning(@Nullable Report report) {
    return report != null && report.state() != null && RUNNING.contains(report.state());
  }

  /** Whether two reports describe the same end of a container. */
  static boolean isSame(Report one, Report other) {
    return hasEnded(one)
        && hasEnded(other)
        && Objects.equals(one.exitCode(), other.exitCode())
        && Objects.equals(one.finished(), other.finished());
  }

  /** Updates a report with an entry of the engine's list, if the inspection failed. */
  static Report listed(Report before, Report listed) {
    boolean ended = hasEnded(listed);
    return before.toBuilder()
        .name(listed.name())
        .timestamp(listed.timestamp())
        .memoryUsage(ended ? 0.0 : before.memoryUsage())
        .cpuUsage(ended ? 0.0 : before.cpuUsage())
        .node(listed.node())
        .state(listed.state())
        .health(listed.health())
        .exitCode(listed.exitCode())
        .oomKilled(null)
        .started(ended ? before.started() : null)
        .finished(null)
        .stopped(null)
        .build();
  }

  /** Completes a report with data from events. */
  static Report withEventData(
      Report known,
      @Nullable State state,
      @Nullable Integer exitCode,
      @Nullable Boolean oomKilled,
      @Nullable Instant created,
      @Nullable Instant started,
      @Nullable Instant finished,
      @Nullable Boolean stopped) {
    return known.toBuilder()
        .memoryUsage(0.0)
        .cpuUsage(0.0)
        .state(state)
        .exitCode(exitCode)
        .oomKilled(oomKilled)
        .created(created)
        .started(started)
        .finished(finished)
        .stopped(stopped)
        .build();
  }
}
