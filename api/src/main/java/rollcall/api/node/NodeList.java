package rollcall.api.node;

import java.util.List;

/** All nodes by name, and the revision at which they were read. */
public record NodeList(List<Node> nodes, long revision) {}
