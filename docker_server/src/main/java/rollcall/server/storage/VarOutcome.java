package rollcall.server.storage;

import org.jspecify.annotations.Nullable;
import rollcall.api.Var;

/**
 * What became of a {@link VarWrite}.
 *
 * @param var as the write left it; where it was refused, as it is: null for none
 * @param created whether there was no such variable before
 */
public record VarOutcome(Kind kind, @Nullable Var var, boolean created) {
  /** How it went. */
  public enum Kind {
    /** Written, now or by the same request before. */
    WRITTEN,
    /** Its condition does not hold. */
    REFUSED,
    /** Its idempotency key was that of another write. */
    KEY_REUSED,
    /** There are too many variables. */
    FULL
  }
}
