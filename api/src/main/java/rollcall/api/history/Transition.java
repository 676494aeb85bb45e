package rollcall.api.history;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import rollcall.api.container.Health;
import rollcall.api.container.State;

/**
 * A moment at which a container's state or health became another, or at which it ended once more.
 *
 * @param exitCode how it ended then, or had ended last; absent while it runs
 * @param oomKilled whether the kernel killed it for want of memory then
 */
public record Transition(
    Instant time,
    @Nullable State state,
    @Nullable Health health,
    @Nullable Integer exitCode,
    @Nullable Boolean oomKilled) {

  /** Where nothing is known of an end. */
  public Transition(Instant time, @Nullable State state, @Nullable Health health) {
    this(time, state, health, null, null);
  }
}
