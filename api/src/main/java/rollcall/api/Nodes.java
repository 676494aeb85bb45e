package rollcall.api;

import java.util.List;

/** The nodes by name, and the revision that they were read at. */
public record Nodes(List<Node> nodes, long revision) {}
