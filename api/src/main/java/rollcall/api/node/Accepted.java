package rollcall.api.node;

import org.jspecify.annotations.Nullable;

/**
 * The answer to an agent's list.
 *
 * @param changes how many changes it made
 * @param node what the roster calls the node; absent from older servers
 * @param clash that the node is mistaken for another, and what to do; absent where it is not
 */
public record Accepted(int changes, @Nullable String node, @Nullable String clash) {}
