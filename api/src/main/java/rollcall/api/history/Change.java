package rollcall.api.history;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import rollcall.api.container.Container;
import rollcall.api.variable.Variable;

/**
 * One change of the shared state, with its own revision; revisions are consecutive.
 *
 * @param time when it was committed, by the server's clock
 * @param container the container after the change; absent for other changes
 * @param node the node's name; absent if unknown
 * @param var the shared variable after the change; absent for all other changes
 */
public record Change(
    long revision,
    Instant time,
    What what,
    @Nullable Container container,
    @Nullable String node,
    @Nullable Variable var) {

  /** The type of a change. */
  public enum What {
    /** A container was reported for the first time. */
    APPEARED,
    /** A container's state, health, name, networks … changed. */
    CHANGED,
    /** A report of a container was posted. */
    REPORTED,
    /** A container's node no longer lists it. */
    REMOVED,
    /** A container was evicted from the roster, because it was not reported for so long. */
    FORGOTTEN,
    /** A node's agent reported for the first time. */
    NODE_APPEARED,
    /** A node's agent did not report in time. */
    NODE_STALE,
    /** A stale node's agent reported again. */
    NODE_BACK,
    /** A node's name or engine id is also used by another machine. */
    NODE_CLASH,
    /** A node's name changed; its containers stay. */
    NODE_RENAMED,
    /** A node outside any swarm was evicted, because it did not report for so long. */
    NODE_FORGOTTEN,
    /** A shared variable got a value. */
    VAR_SET,
    /** A shared variable was deleted. */
    VAR_DELETED,
    /** A type that a newer server stored during a rolling update. */
    OTHER;

    /** The name in JSON. */
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** Parses a stored name; unknown ones are {@link #OTHER}. */
    public static What of(String name) {
      for (What what : values()) {
        if (what.wireName().equals(name)) {
          return what;
        }
      }
      return OTHER;
    }
  }
}
