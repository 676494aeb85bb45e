package rollcall.api.node;

import org.jspecify.annotations.Nullable;

/**
 * The response to an agent's list.
 *
 * @param changes number of changes that the list made
 * @param node the node's name in the roster; absent from older servers
 * @param clash a name or engine id shared with another machine, and what to do; absent without one
 */
public record Accepted(int changes, @Nullable String node, @Nullable String clash) {}
