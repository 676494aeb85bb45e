package rollcall.api.node;

import org.jspecify.annotations.Nullable;
import rollcall.api.Bounds;
import rollcall.api.Validate;
import rollcall.common.InvalidException;

/**
 * Identifies an agent's message: its node independent of the hostname, and its order independent of
 * the clock. All absent from older agents.
 *
 * @param engineId the id of the node's engine; absent if it has none
 * @param run a unique id of the agent's process
 * @param sequence increases with each message of a run; a retry repeats it
 */
public record Sender(@Nullable String engineId, @Nullable String run, @Nullable Long sequence) {
  /** The sender of an older agent. */
  public static final Sender UNKNOWN = new Sender(null, null, null);

  /** Validates; an {@link InvalidException} names the field. */
  public Sender {
    Validate.optionalText("engine_id", engineId, Bounds.ID);
    Validate.optionalText("run", run, Bounds.ID);
    if (run != null && run.chars().anyMatch(Character::isWhitespace)) {
      throw new InvalidException("run: whitespace is not allowed");
    }
    if (sequence != null && sequence < 0) {
      throw new InvalidException("sequence: " + sequence + " is less than 0");
    }
    if ((run == null) != (sequence == null)) {
      throw new InvalidException("run and sequence: both are required, or neither");
    }
  }
}
