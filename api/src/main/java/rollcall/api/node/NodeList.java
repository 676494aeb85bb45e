package rollcall.api.node;

import java.util.List;

/** The nodes by name, and the revision that they were read at. */
public record NodeList(List<Node> nodes, long revision) {}
