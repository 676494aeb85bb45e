package rollcall.server.storage;

import org.jspecify.annotations.Nullable;
import rollcall.api.Var;

/** Whether a variable may be written, judged in the write's own transaction. */
public interface VarCondition {
  VarCondition ABSENT = current -> current == null;
  VarCondition PRESENT = current -> current != null;

  /** Null where there is no such variable. */
  boolean holds(@Nullable Var current);
}
