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
 * @param asked whether a stop of its last run was requested
 */
record ContainerLifecycle(
    @Nullable ContainerEvent last,
    @Nullable Instant created,
    @Nullable Instant started,
    @Nullable Instant finished,
    @Nullable Integer exitCode,
    boolean oomKilled,
    boolean asked) {
  private static final Set<State> TERMINAL_STATES = Set.of(State.CREATED, State.EXITED, State.DEAD);

  /** The lifecycle of a container without events. */
  static final ContainerLifecycle UNTOLD =
      new ContainerLifecycle(null, null, null, null, null, false, false);

  ContainerLifecycle then(ContainerEvent event) {
    return switch (event.action()) {
      case "create" ->
          new ContainerLifecycle(
              event, event.time(), started, finished, exitCode, oomKilled, asked);
      case "start" ->
          new ContainerLifecycle(event, created, event.time(), null, null, false, false);
      case "oom" ->
          new ContainerLifecycle(event, created, started, finished, exitCode, true, asked);
      case "die" ->
          new ContainerLifecycle(
              event,
              created,
              started,
              event.time(),
              event.exitCode(),
              oomKilled || event.isOom(),
              asked);
      default ->
          new ContainerLifecycle(
              event, created, started, finished, exitCode, oomKilled, asked || event.asksToEnd());
    };
  }

  /** Whether the last event was the container's removal. */
  boolean isDestroyed() {
    return last != null && last.action().equals("destroy");
  }

  /** Whether to report the container even if it was never inspected. */
  boolean isTelling() {
    return created != null || finished != null;
  }

  /** Whether a container in this state stays in it without a request. */
  static boolean isLasting(@Nullable State state) {
    return state != null && TERMINAL_STATES.contains(state);
  }

  /** Completes the last report of a removed container with its end. */
  Report endOf(Report known) {
    boolean ran = started != null || finished != null;
    boolean lasts = !ran && isLasting(known.state());
    return ContainerEnds.told(
        known,
        lasts ? known.state() : State.EXITED,
        lasts ? known.exitCode() : exitCode,
        lasts ? known.oomKilled() : finished == null ? null : (Boolean) oomKilled,
        known.created() == null ? created : known.created(),
        started == null ? known.started() : started,
        lasts ? known.finished() : finished,
        (lasts || finished == null) ? known.stopped() : (Boolean) asked);
  }

  /** The report between the end and the restart of a container that runs again. */
  Report between(Report known) {
    return ContainerEnds.told(
        known,
        asked ? State.EXITED : State.RESTARTING,
        exitCode,
        oomKilled,
        known.created(),
        started == null ? known.started() : started,
        finished,
        asked);
  }

  /**
   * Completes an inspection with data that only events have: whether a stop was requested, and
   * whether the last run was out of memory, which the engine no longer reports for a restarting
   * container.
   *
   * @param before the container's last report; absent for a new container
   */
  Report complete(Report seen, @Nullable Report before) {
    if (!ContainerEnds.hasEnded(seen)) {
      return seen;
    }
    @Nullable Report same = before != null && ContainerEnds.isSame(before, seen) ? before : null;
    boolean oom =
        Boolean.TRUE.equals(seen.oomKilled())
            || (finished != null && oomKilled)
            || (same != null && Boolean.TRUE.equals(same.oomKilled()));
    return ContainerEnds.told(
        seen,
        seen.state(),
        seen.exitCode(),
        oom ? Boolean.TRUE : seen.oomKilled(),
        seen.created(),
        seen.started(),
        seen.finished(),
        stopped(same));
  }

  private @Nullable Boolean stopped(@Nullable Report same) {
    if (asked || finished != null) {
      return asked;
    }
    return same == null ? null : same.stopped();
  }
}
