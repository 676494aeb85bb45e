package rollcall.server.storage.roster;

import org.jspecify.annotations.Nullable;

/**
 * The outcome of an agent's message.
 *
 * @param changes how many changes it made
 * @param node what the roster calls the node
 * @param clash that the node is mistaken for another, and what to do
 */
public record Reception(Verdict verdict, int changes, String node, @Nullable String clash) {
  /** Whether it was taken. */
  public enum Verdict {
    TAKEN,
    /** It speaks of a list that is not the one stored: the full list is wanted. */
    UNKNOWN,
    /** A newer one of the same agent is stored, and stays. */
    OUTDATED,
    /** Another agent reports for the node, and is alive. */
    SUPERSEDED
  }
}
