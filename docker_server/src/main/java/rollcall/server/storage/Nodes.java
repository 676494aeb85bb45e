package rollcall.server.storage;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import rollcall.api.node.Heartbeat;
import rollcall.api.node.Node;
import rollcall.api.node.NodeReport;
import rollcall.api.node.Sender;
import rollcall.api.node.SwarmSnapshot;
import rollcall.server.storage.roster.Reception;

/** Nodes, as their agents report them and as the swarm's manager knows them. */
public interface Nodes {
  /**
   * Replaces what is known of a node's containers: those not on its list are removed now. New
   * measurements alone are no change. Which node it is, its {@link rollcall.api.node.Sender} says.
   *
   * @param hostname what the node's agent calls it
   */
  Versioned<Reception> report(String hostname, NodeReport report);

  /**
   * Takes an agent's word that its node's list still holds, with new measurements. Unless that is
   * taken, nothing was done.
   */
  Versioned<Reception.Verdict> heartbeat(String hostname, Heartbeat heartbeat);

  /** Notes that a node's agent stops; false for a node that is not known. */
  Versioned<Boolean> left(String hostname, Sender sender);

  /** The nodes by name. */
  Versioned<List<Node>> list();

  /** The swarm's services as a manager's agent saw them last; empty outside a swarm. */
  List<SwarmSnapshot.Service> services();

  /** The nodes that are not stale, each with a text that is another whenever it was heard. */
  Map<String, String> beats();

  /**
   * Marks nodes stale, and their containers unknown; returns how many nodes. One that was heard
   * since is none of them. Whichever process does it first does it for all.
   *
   * @param silent the nodes and their {@link #beats} for all that time
   * @param staleAfter how long a node may be silent
   */
  int expire(Map<String, String> silent, Duration staleAfter);
}
