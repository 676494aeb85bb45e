package rollcall.agent.roster;

import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import rollcall.api.container.Report;
import rollcall.api.container.State;

/** Reports of containers brought to another state than the one they were seen in. */
final class ContainerEnds {
  private static final Set<State> ENDED = Set.of(State.EXITED, State.DEAD, State.RESTARTING);
  private static final Set<State> RUNS = Set.of(State.RUNNING, State.PAUSED);

  private ContainerEnds() {}

  static boolean hasEnded(Report report) {
    return report.state() != null && ENDED.contains(report.state());
  }

  static boolean runs(@Nullable Report report) {
    return report != null && report.state() != null && RUNS.contains(report.state());
  }

  /** Whether two reports are of the same end of a container. */
  static boolean isSame(Report one, Report other) {
    return hasEnded(one)
        && hasEnded(other)
        && Objects.equals(one.exitCode(), other.exitCode())
        && Objects.equals(one.finished(), other.finished());
  }

  /** A container that only its engine's list tells of now, with what was known of it before. */
  static Report listed(Report before, Report listed) {
    boolean ended = hasEnded(listed);
    return new Report(
        before.id(),
        listed.name(),
        before.image(),
        listed.timestamp(),
        ended ? 0.0 : before.memoryUsage(),
        ended ? 0.0 : before.cpuUsage(),
        before.kind(),
        listed.node(),
        before.service(),
        before.task(),
        before.slot(),
        listed.state(),
        listed.health(),
        listed.exitCode(),
        null,
        before.restarts(),
        before.created(),
        ended ? before.started() : null,
        null,
        before.imageDigest(),
        before.ports(),
        before.networks(),
        before.limits(),
        before.labels(),
        null);
  }

  /** A container of which events told more than was seen of it. */
  static Report told(
      Report known,
      @Nullable State state,
      @Nullable Integer exitCode,
      @Nullable Boolean oomKilled,
      @Nullable Instant created,
      @Nullable Instant started,
      @Nullable Instant finished,
      @Nullable Boolean stopped) {
    return new Report(
        known.id(),
        known.name(),
        known.image(),
        known.timestamp(),
        0.0,
        0.0,
        known.kind(),
        known.node(),
        known.service(),
        known.task(),
        known.slot(),
        state,
        known.health(),
        exitCode,
        oomKilled,
        known.restarts(),
        created,
        started,
        finished,
        known.imageDigest(),
        known.ports(),
        known.networks(),
        known.limits(),
        known.labels(),
        stopped);
  }
}
