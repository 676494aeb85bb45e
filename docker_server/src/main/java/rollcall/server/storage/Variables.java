package rollcall.server.storage;

import java.util.List;
import java.util.Optional;
import rollcall.api.variable.Variable;
import rollcall.server.storage.variable.VariableOutcome;
import rollcall.server.storage.variable.VariableWrite;

/** The shared variables. */
public interface Variables {
  /**
   * Sets or deletes a shared variable, if the condition holds. Repeating a write with the same
   * idempotency key changes nothing and returns the same outcome, while the change is stored.
   */
  Versioned<VariableOutcome> write(VariableWrite write);

  Versioned<Optional<Variable>> find(String key);

  /** Returns a page of the variables after a key, ordered by key; see {@link PageSize}. */
  Versioned<List<Variable>> list(String after, int limit);

  /**
   * Returns a variable's changes, newest first, at most 100; if it is deleted, as far as the feed
   * reaches.
   */
  Versioned<List<Variable>> history(String key);

  long count();
}
