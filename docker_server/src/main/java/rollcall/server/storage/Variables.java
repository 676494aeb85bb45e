package rollcall.server.storage;

import java.util.List;
import java.util.Optional;
import rollcall.api.variable.Variable;
import rollcall.server.storage.variable.VariableOutcome;
import rollcall.server.storage.variable.VariableWrite;

/** The shared variables. */
public interface Variables {
  /**
   * Sets or deletes a shared variable, if its condition holds. With an idempotency key the same
   * write again changes nothing and has the same outcome, for as long as the change is kept.
   */
  Versioned<VariableOutcome> write(VariableWrite write);

  /** One shared variable. */
  Versioned<Optional<Variable>> find(String key);

  /** The variables whose keys come after one, ordered by key; a page, see {@link PageSize}. */
  Versioned<List<Variable>> list(String after, int limit);

  /**
   * A variable's newest changes, newest first, at most 100; those of a deleted one as far as the
   * feed reaches.
   */
  Versioned<List<Variable>> history(String key);

  /** How many variables there are. */
  long count();
}
