package rollcall.server.webhook;

import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import rollcall.api.container.Report;
import rollcall.api.container.State;

/**
 * The ends of a container that lie between two reports of it, those that were not asked for.
 *
 * @param count one or more: a restart policy can start a container again between two looks
 * @param exitCode of the last of them; absent where no look was quick enough
 * @param isOutOfMemory whether the last of them came because its memory limit was reached
 * @param restarts by its restart policy so far; 0 where that did not start it again
 */
record ContainerEnds(int count, @Nullable Integer exitCode, boolean isOutOfMemory, int restarts) {
  private static final Set<State> ENDED = Set.of(State.EXITED, State.DEAD, State.REMOVED);

  /** SIGINT, SIGTERM: what a program that was asked to stop ends with. */
  private static final Set<Integer> ASKED = Set.of(130, 143);

  /** Whether a container stays ended until somebody starts it. */
  static boolean isEnded(@Nullable Report report) {
    return report != null && report.state() != null && ENDED.contains(report.state());
  }

  /**
   * Compares two reports.
   *
   * @param before absent where the container was not known
   * @return empty where it did not end, or was stopped
   */
  static Optional<ContainerEnds> between(@Nullable Report before, Report now) {
    int restarts = before == null ? 0 : rise(before.restarts(), now.restarts());
    boolean isSeen = isSeen(before, now);
    boolean isLast =
        isSeen
            && now.state() != State.RESTARTING
            && (before == null
                || restarts == 0
                || !Objects.equals(before.started(), now.started()));
    boolean isStopped = isSeen && isStopped(now);
    int count = restarts + (isLast && !isStopped ? 1 : 0);
    if (isSeen && !isStopped) {
      return Optional.of(
          new ContainerEnds(
              Math.max(1, count), now.exitCode(), isOutOfMemory(now), policyRestarts(now)));
    }
    return count == 0
        ? Optional.empty()
        : Optional.of(new ContainerEnds(count, null, false, policyRestarts(now)));
  }

  /** How often the restart policy started it between two reports of it; 0 after a start by hand. */
  static int rise(@Nullable Integer before, @Nullable Integer now) {
    return before == null || now == null ? 0 : Math.max(0, now - before);
  }

  /**
   * Whether the end was asked for. An agent that did not see how it came cannot tell; then the exit
   * code does, as far as it can.
   */
  static boolean isStopped(Report ended) {
    return ended.stopped() == null
        ? ended.exitCode() != null && ASKED.contains(ended.exitCode())
        : ended.stopped();
  }

  boolean isFailure() {
    return isOutOfMemory || exitCode == null || exitCode != 0;
  }

  private static boolean isSeen(@Nullable Report before, Report now) {
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
