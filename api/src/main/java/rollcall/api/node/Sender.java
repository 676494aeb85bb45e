package rollcall.api.node;

import org.jspecify.annotations.Nullable;
import rollcall.api.Bounds;
import rollcall.api.Validate;
import rollcall.common.InvalidException;

/**
 * Which agent sends a message, and in which order: what its node is known by, whatever its name,
 * and what tells a late message from the newest, whatever its clock. All absent from older agents.
 *
 * @param engineId the id that the node's engine gave itself; absent where it tells none
 * @param run made by the agent when it starts, never the same again
 * @param sequence rises with each message of a run; a message sent again has the same
 */
public record Sender(@Nullable String engineId, @Nullable String run, @Nullable Long sequence) {
  /** An agent that tells neither. */
  public static final Sender UNKNOWN = new Sender(null, null, null);

  /** Validates; an {@link InvalidException} names the field. */
  public Sender {
    Validate.optionalText("engine_id", engineId, Bounds.ID);
    Validate.optionalText("run", run, Bounds.ID);
    if (run != null && run.chars().anyMatch(Character::isWhitespace)) {
      throw new InvalidException("run: blanks are not allowed");
    }
    if (sequence != null && sequence < 0) {
      throw new InvalidException("sequence: " + sequence + " is below 0");
    }
    if ((run == null) != (sequence == null)) {
      throw new InvalidException("run and sequence: one is not enough");
    }
  }
}
