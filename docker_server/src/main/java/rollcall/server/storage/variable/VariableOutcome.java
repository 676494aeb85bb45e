package rollcall.server.storage.variable;

import org.jspecify.annotations.Nullable;
import rollcall.api.variable.Variable;

/**
 * The outcome of a {@link VariableWrite}.
 *
 * @param var as the write left it; where it was refused, as it is: null for none
 * @param created whether there was no such variable before
 */
public record VariableOutcome(Kind kind, @Nullable Variable var, boolean created) {
  /** How it went. */
  public enum Kind {
    /** Written, now or by the same request before. */
    WRITTEN,
    /** Its condition does not hold. */
    PRECONDITION_FAILED,
    /** Its idempotency key was that of another write. */
    KEY_REUSED,
    /** There are too many variables. */
    LIMIT_REACHED
  }
}
