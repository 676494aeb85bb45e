package rollcall.server.storage.roster;

import org.jspecify.annotations.Nullable;

/**
 * The outcome of an agent's message.
 *
 * @param changes number of changes made
 * @param node the node's name in the roster
 * @param clash states that another machine has the node's identity, and what to do; null if none
 */
public record Reception(Verdict verdict, int changes, String node, @Nullable String clash) {
  /** Whether the message was accepted. */
  public enum Verdict {
    TAKEN,
    /** The heartbeat refers to a list that is not stored: the agent must send the full list. */
    UNKNOWN,
    /** A newer message of the same agent is already stored. */
    OUTDATED,
    /** Another live agent reports for the node. */
    SUPERSEDED
  }
}
