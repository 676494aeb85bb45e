package rollcall.server.storage;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import rollcall.api.node.Heartbeat;
import rollcall.api.node.ListUpdate;
import rollcall.api.node.Node;
import rollcall.api.node.NodeReport;
import rollcall.api.node.Sender;
import rollcall.api.node.SwarmSnapshot;
import rollcall.server.storage.roster.Reception;

/** The nodes, as reported by their agents and by the swarm's manager. */
public interface Nodes {
  /**
   * Replaces the list of a node's containers: containers that are not on it become removed. New
   * measurements alone are no change. The list's {@link rollcall.api.node.Sender} identifies the
   * node.
   *
   * @param hostname as the node's agent reports it
   */
  Versioned<Reception> report(String hostname, NodeReport report);

  /**
   * Applies what changed in a node's list. Does nothing unless the result is {@code TAKEN}: {@code
   * UNKNOWN} if another list is stored than the one that the update refers to.
   */
  Versioned<Reception> update(String hostname, ListUpdate update);

  /**
   * Stores an agent's confirmation that its last list is still valid, with new measurements. Does
   * nothing unless the result is {@code TAKEN}.
   */
  Versioned<Reception.Verdict> heartbeat(String hostname, Heartbeat heartbeat);

  /** Records that a node's agent stops; returns false for an unknown node. */
  Versioned<Boolean> left(String hostname, Sender sender);

  /** Returns all nodes, ordered by name. */
  Versioned<List<Node>> list();

  /**
   * Returns the swarm's services as a manager's agent last reported them; empty outside a swarm.
   */
  List<SwarmSnapshot.Service> services();

  /** Returns the nodes that are not stale, each with a text that changes with every message. */
  Map<String, String> lastMessages();

  /**
   * Marks nodes stale and their containers unknown; returns the number of nodes. Skips nodes that
   * sent a message since, and nodes that another process has marked.
   *
   * @param silent the nodes, each with its value in {@link #lastMessages}
   * @param staleAfter how long a node may be silent
   */
  int expire(Map<String, String> silent, Duration staleAfter);
}
