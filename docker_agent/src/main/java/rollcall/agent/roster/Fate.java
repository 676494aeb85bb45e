package rollcall.agent.roster;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import rollcall.agent.docker.ContainerEvent;
import rollcall.api.Report;
import rollcall.api.State;

/**
 * What events told of a container: enough for how it ended, should it be gone before anyone looks.
 *
 * @param last the newest of its events; absent where there were none
 * @param created absent unless its creation was among the events
 * @param started absent unless a start was
 * @param finished absent while it runs again
 * @param exitCode of its last run
 * @param oomKilled in its last run
 */
record Fate(
    @Nullable ContainerEvent last,
    @Nullable Instant created,
    @Nullable Instant started,
    @Nullable Instant finished,
    @Nullable Integer exitCode,
    boolean oomKilled) {
  private static final Set<State> LASTING = Set.of(State.CREATED, State.EXITED, State.DEAD);

  /** Of a container without any event. */
  static final Fate UNTOLD = new Fate(null, null, null, null, null, false);

  Fate then(ContainerEvent event) {
    return switch (event.action()) {
      case "create" -> new Fate(event, event.time(), started, finished, exitCode, oomKilled);
      case "start" -> new Fate(event, created, event.time(), null, null, false);
      case "oom" -> new Fate(event, created, started, finished, exitCode, true);
      case "die" -> new Fate(event, created, started, event.time(), event.exitCode(), oomKilled);
      default -> new Fate(event, created, started, finished, exitCode, oomKilled);
    };
  }

  /** Whether a container that nobody looked at is worth a report. */
  boolean isTelling() {
    return created != null || finished != null;
  }

  /** Whether a container stays in this state by itself. */
  static boolean isLasting(@Nullable State state) {
    return state != null && LASTING.contains(state);
  }

  /** The last known report of a container that is gone, brought to its end. */
  Report endOf(Report known) {
    boolean ran = started != null || finished != null;
    boolean lasts = !ran && isLasting(known.state());
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
        lasts ? known.state() : State.EXITED,
        known.health(),
        lasts ? known.exitCode() : exitCode,
        lasts ? known.oomKilled() : finished == null ? null : (Boolean) oomKilled,
        known.restarts(),
        known.created() == null ? created : known.created(),
        started == null ? known.started() : started,
        lasts ? known.finished() : finished,
        known.imageDigest(),
        known.ports(),
        known.networks(),
        known.limits(),
        known.labels());
  }
}
