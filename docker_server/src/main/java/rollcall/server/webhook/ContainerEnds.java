package rollcall.server.webhook;

import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import rollcall.api.container.Report;
import rollcall.api.container.State;

/**
 * The unexpected exits of a container between two reports of it.
 *
 * @param count one or more: a restart policy can restart a container between two reports
 * @param exitCode of the last one; null if the agent did not see it
 * @param isOutOfMemory whether the last one was an out-of-memory kill
 * @param restarts total number of restarts by its policy; 0 if it did not restart the container
 */
record ContainerEnds(int count, @Nullable Integer exitCode, boolean isOutOfMemory, int restarts) {
  private static final Set<State> ENDED = Set.of(State.EXITED, State.DEAD, State.REMOVED);

  /** Exit codes after SIGINT and SIGTERM, with which programs are stopped. */
  private static final Set<Integer> STOP_SIGNALS = Set.of(130, 143);

  /** Whether a container has ended and is not about to restart. */
  static boolean isEnded(@Nullable Report report) {
    return report != null && report.state() != null && ENDED.contains(report.state());
  }

  /**
   * Compares two reports.
   *
   * @param before null if the container is new
   * @return empty if it did not end, or was stopped
   */
  static Optional<ContainerEnds> between(@Nullable Report before, Report now) {
    int restarts = before == null ? 0 : restartsBetween(before.restarts(), now.restarts());
    boolean isNewExit = isNewExit(before, now);
    boolean isStillEnded =
        isNewExit
            && now.state() != State.RESTARTING
            && (before == null
                || restarts == 0
                || !Objects.equals(before.started(), now.started()));
    boolean isStopped = isNewExit && isStopped(now);
    int count = restarts + (isStillEnded && !isStopped ? 1 : 0);
    if (isNewExit && !isStopped) {
      return Optional.of(
          new ContainerEnds(
              Math.max(1, count), now.exitCode(), isOutOfMemory(now), policyRestarts(now)));
    }
    return count == 0
        ? Optional.empty()
        : Optional.of(new ContainerEnds(count, null, false, policyRestarts(now)));
  }

  /** The number of restarts by its policy between two reports; 0 after a manual start. */
  static int restartsBetween(@Nullable Integer before, @Nullable Integer now) {
    return before == null || now == null ? 0 : Math.max(0, now - before);
  }

  /**
   * Whether it was stopped on request; inferred from the exit code if the agent did not see the
   * exit.
   */
  static boolean isStopped(Report ended) {
    return ended.stopped() == null
        ? ended.exitCode() != null && STOP_SIGNALS.contains(ended.exitCode())
        : ended.stopped();
  }

  boolean isFailure() {
    return isOutOfMemory || exitCode == null || exitCode != 0;
  }

  private static boolean isNewExit(@Nullable Report before, Report now) {
    if (now.exitCode() == null) {
      return false;
    }
    if (before == null || now.finished() == null) {
      return before == null || before.exitCode() == null;
    }
    boolean wasEnded = before.exitCode() != null || before.state() == State.RESTARTING;
    return !(wasEnded && now.finished().equals(before.finished()));
  }

  private static boolean isOutOfMemory(Report report) {
    return Boolean.TRUE.equals(report.oomKilled());
  }

  private static int policyRestarts(Report report) {
    return report.restarts() == null ? 0 : report.restarts();
  }
}
