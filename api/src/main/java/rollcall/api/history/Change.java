package rollcall.api.history;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import rollcall.api.container.Container;
import rollcall.api.variable.Variable;

/**
 * One change of the shared state; each has a revision of its own, one above the one before.
 *
 * @param time when it was committed, by the server's clock
 * @param container the container as it is after the change; absent for a change of a node
 * @param node the node's name; absent where none is known
 * @param var the shared variable after the change; absent for all other changes
 */
public record Change(
    long revision,
    Instant time,
    What what,
    @Nullable Container container,
    @Nullable String node,
    @Nullable Variable var) {

  /** What happened. */
  public enum What {
    /** A container that was not known before. */
    APPEARED,
    /** Its facts changed: state, health, name, networks … */
    CHANGED,
    /** A report of it was posted. */
    REPORTED,
    /** Its node's engine no longer knows it. */
    REMOVED,
    /** It has been silent for so long that the roster forgot it. */
    FORGOTTEN,
    /** A node whose agent reported for the first time. */
    NODE_APPEARED,
    /** A node whose agent is overdue. */
    NODE_STALE,
    /** A stale node whose agent reported again. */
    NODE_BACK,
    /**
     * A node that was found to be mistaken for another: its name or its engine's id is not its own.
     */
    NODE_CLASH,
    /** A node that has another name now; its containers stay. */
    NODE_RENAMED,
    /** A node that was silent for so long, and is in no swarm, that the roster forgot it. */
    NODE_FORGOTTEN,
    /** A shared variable got a value. */
    VAR_SET,
    /** A shared variable was deleted. */
    VAR_DELETED,
    /** Something that a newer server stored and this one has no word for: a rolling update. */
    OTHER;

    /** The word on the wire. */
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** What a stored word means; {@link #OTHER} where this version doesn't know it. */
    public static What of(String word) {
      for (What what : values()) {
        if (what.wireName().equals(word)) {
          return what;
        }
      }
      return OTHER;
    }
  }
}
