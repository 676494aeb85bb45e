package rollcall.agent.roster;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import rollcall.agent.docker.event.ContainerEvent;
import rollcall.api.container.Report;
import rollcall.api.container.State;

/**
 * What events told of a container: enough for how it ended, should it be gone before anyone looks.
 *
 * @param last the newest of its events; absent where there were none
 * @param created absent unless its creation was among the events
 * @param started absent unless a start was
 * @param finished absent while it runs again
 * @param exitCode of its last run
 * @param oomKilled in its last run
 * @param asked whether somebody asked its last run to end
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

  /** Of a container without any event. */
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

  /** Whether the engine told that the container was removed. */
  boolean isDestroyed() {
    return last != null && last.action().equals("destroy");
  }

  /** Whether a container that was never inspected is worth a report. */
  boolean isTelling() {
    return created != null || finished != null;
  }

  /** Whether a container stays in this state by itself. */
  static boolean isLasting(@Nullable State state) {
    return state != null && TERMINAL_STATES.contains(state);
  }

  /** The last known report of a container that is gone, brought to its end. */
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

  /** A container that ended and runs again: as it was in between. */
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
   * What a look found, with what events alone tell of an end: that memory was short, which an
   * engine forgets in a restarting container, and whether somebody asked for it.
   *
   * @param before the last report of the container; absent for one that is new
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
