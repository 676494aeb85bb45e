package rollcall.agent.roster;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import rollcall.agent.docker.event.ContainerEvent;
import rollcall.api.container.Report;
import rollcall.api.container.State;

/**
 * A container's lifecycle by its events, for containers that are removed before an inspection.
 *
 * @param last its newest event; absent without events
 * @param created absent without a create event
 * @param started absent without a start event
 * @param finished absent after a restart
 * @param exitCode of its last run
 * @param oomKilled in its last run
 * @param stopRequested whether a stop of its last run was requested
 */
record ContainerLifecycle(
    @Nullable ContainerEvent last,
    @Nullable Instant created,
    @Nullable Instant started,
    @Nullable Instant finished,
    @Nullable Integer exitCode,
    boolean oomKilled,
    boolean stopRequested) {
  private static final Set<State> TERMINAL_STATES = Set.of(State.CREATED, State.EXITED, State.DEAD);

  /** The lifecycle of a container without events. */
  static final ContainerLifecycle UNKNOWN =
      new ContainerLifecycle(null, null, null, null, null, false, false);

  ContainerLifecycle then(ContainerEvent event) {
    return switch (event.action()) {
      case "create" ->
          new ContainerLifecycle(
              event, event.time(), started, finished, exitCode, oomKilled, stopRequested);
      case "start" ->
          new ContainerLifecycle(event, created, event.time(), null, null, false, false);
      case "oom" ->
          new ContainerLifecycle(event, created, started, finished, exitCode, true, stopRequested);
      case "die" ->
          new ContainerLifecycle(
              event,
              created,
              started,
              event.time(),
              event.exitCode(),
              oomKilled || event.isOom(),
              stopRequested);
      default ->
          new ContainerLifecycle(
              event,
              created,
              started,
              finished,
              exitCode,
              oomKilled,
              stopRequested || event.requestsStop());
    };
  }

  /** Whether the last event was the container's removal. */
  boolean isDestroyed() {
    return last != null && last.action().equals("destroy");
  }

  /** Whether to report the container even if it was never inspected. */
  boolean isReportable() {
    return created != null || finished != null;
  }

  /** Whether a container in this state stays in it without a request. */
  static boolean isTerminal(@Nullable State state) {
    return state != null && TERMINAL_STATES.contains(state);
  }

  /** Completes the last report of a removed container with its end. */
  Report finalReport(Report known) {
    boolean ran = started != null || finished != null;
    boolean isUnchanged = !ran && isTerminal(known.state());
    return ContainerEnds.withEventData(
        known,
        isUnchanged ? known.state() : State.EXITED,
        isUnchanged ? known.exitCode() : exitCode,
        isUnchanged ? known.oomKilled() : finished == null ? null : (Boolean) oomKilled,
        known.created() == null ? created : known.created(),
        started == null ? known.started() : started,
        isUnchanged ? known.finished() : finished,
        (isUnchanged || finished == null) ? known.stopped() : (Boolean) stopRequested);
  }

  /** The report between the end and the restart of a container that runs again. */
  Report endBeforeRestart(Report known) {
    return ContainerEnds.withEventData(
        known,
        stopRequested ? State.EXITED : State.RESTARTING,
        exitCode,
        oomKilled,
        known.created(),
        started == null ? known.started() : started,
        finished,
        stopRequested);
  }

  /**
   * Completes an inspection with data that only events have: whether a stop was requested, and
   * whether the last run was out of memory, which the engine no longer reports for a restarting
   * container.
   *
   * @param before the container's last report; absent for a new container
   */
  Report complete(Report inspected, @Nullable Report before) {
    if (!ContainerEnds.hasEnded(inspected)) {
      return inspected;
    }
    @Nullable Report sameEnd =
        before != null && ContainerEnds.isSame(before, inspected) ? before : null;
    boolean oom =
        Boolean.TRUE.equals(inspected.oomKilled())
            || (finished != null && oomKilled)
            || (sameEnd != null && Boolean.TRUE.equals(sameEnd.oomKilled()));
    return ContainerEnds.withEventData(
        inspected,
        inspected.state(),
        inspected.exitCode(),
        oom ? Boolean.TRUE : inspected.oomKilled(),
        inspected.created(),
        inspected.started(),
        inspected.finished(),
        stopped(sameEnd));
  }

  private @Nullable Boolean stopped(@Nullable Report sameEnd) {
    if (stopRequested || finished != null) {
      return stopRequested;
    }
    return sameEnd == null ? null : sameEnd.stopped();
  }
}
