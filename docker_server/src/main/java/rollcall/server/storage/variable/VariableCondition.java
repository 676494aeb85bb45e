package rollcall.server.storage.variable;

import org.jspecify.annotations.Nullable;
import rollcall.api.variable.Variable;

/** A precondition of a write, evaluated in its transaction. */
public interface VariableCondition {
  VariableCondition ABSENT = current -> current == null;
  VariableCondition PRESENT = current -> current != null;

  /** Whether it holds for the current variable; null if there is none. */
  boolean holds(@Nullable Variable current);
}
