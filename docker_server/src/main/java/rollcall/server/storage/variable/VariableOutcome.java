package rollcall.server.storage.variable;

import org.jspecify.annotations.Nullable;
import rollcall.api.variable.Variable;

/**
 * The outcome of a {@link VariableWrite}.
 *
 * @param var the variable after the write; if it was refused, the current one; null if none
 * @param created whether the variable did not exist before
 */
public record VariableOutcome(Kind kind, @Nullable Variable var, boolean created) {
  /** Result of the write. */
  public enum Kind {
    /** Written now, or by an earlier request with the same idempotency key. */
    WRITTEN,
    /** Its condition does not hold. */
    PRECONDITION_FAILED,
    /** The idempotency key was used for a different write. */
    KEY_REUSED,
    /** The maximum number of variables is reached. */
    LIMIT_REACHED
  }
}
