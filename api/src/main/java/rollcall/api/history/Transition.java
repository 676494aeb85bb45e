package rollcall.api.history;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import rollcall.api.container.Health;
import rollcall.api.container.State;

/**
 * A change of a container's state or health, or another exit in a crash loop.
 *
 * @param exitCode of its last end; absent while it runs
 * @param oomKilled whether it was then killed for lack of memory (OOM)
 */
public record Transition(
    Instant time,
    @Nullable State state,
    @Nullable Health health,
    @Nullable Integer exitCode,
    @Nullable Boolean oomKilled) {

  /** A transition without an exit. */
  public Transition(Instant time, @Nullable State state, @Nullable Health health) {
    this(time, state, health, null, null);
  }
}
