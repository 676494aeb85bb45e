package rollcall.server.http;

import java.util.List;
import rollcall.api.Accepted;
import rollcall.api.Bounds;
import rollcall.api.Heartbeat;
import rollcall.api.InvalidException;
import rollcall.api.Json;
import rollcall.api.Node;
import rollcall.api.NodeReport;
import rollcall.api.Nodes;
import rollcall.api.Paths;
import rollcall.api.Problem;
import rollcall.api.Report;
import rollcall.api.Sender;
import rollcall.api.statement.Purpose;
import rollcall.server.storage.Reception;
import rollcall.server.storage.Reception.Verdict;
import rollcall.server.storage.Storage;
import rollcall.server.storage.Versioned;
import spark.Request;
import spark.Response;

/** Takes the agents' lists, and answers about the nodes. */
final class NodeRoutes {
  private final Storage storage;

  NodeRoutes(Storage storage) {
    this.storage = storage;
  }

  void addTo(Router router) {
    router.list(Paths.NODES, this::list);
    router.signed(
        "POST",
        Paths.NODES + "/:node/heartbeat",
        Statements.ofNode(Purpose.HEARTBEAT),
        this::heartbeat);
    router.signed(
        "POST", Paths.NODES + "/:node/goodbye", Statements.ofNode(Purpose.GOODBYE), this::goodbye);
    router.signed(
        "PUT", Paths.NODES + "/:node/containers", Statements.ofNode(Purpose.LIST), this::put);
  }

  private Answer list(Request request, Response response) {
    new Parameters(request);
    Versioned<List<Node>> nodes = storage.nodes();
    return Answer.json(200, new Nodes(nodes.value(), nodes.revision()), nodes.revision());
  }

  /** 200 with the number of changes that the list made. */
  private Answer put(Request request, Response response) {
    new Parameters(request);
    String node = node(request);
    NodeReport report = Json.read(Bodies.json(request), NodeReport.class);
    requireOwn(node, report.containers());
    requireOwn(node, report.departed());
    Versioned<Reception> received = storage.nodeReport(node, report);
    Reception reception = received.value();
    requireTaken(reception.verdict(), report.sender());
    return Answer.json(
        200,
        new Accepted(reception.changes(), reception.node(), reception.clash()),
        received.revision());
  }

  /** 204 if the list stored here has that digest; else 409, and the agent sends its list. */
  private Answer heartbeat(Request request, Response response) {
    new Parameters(request);
    String node = node(request);
    Heartbeat heartbeat = Json.read(Bodies.json(request), Heartbeat.class);
    Versioned<Verdict> received = storage.nodeHeartbeat(node, heartbeat);
    requireTaken(received.value(), heartbeat.sender());
    return Answer.empty(received.revision());
  }

  private Answer goodbye(Request request, Response response) {
    new Parameters(request);
    String node = node(request);
    // Agents of the first release say it without a body.
    Sender sender =
        Bodies.bytes(request).length == 0
            ? Sender.UNKNOWN
            : Json.read(Bodies.json(request), Sender.class);
    Versioned<Boolean> isKnown = storage.nodeGoodbye(node, sender);
    if (!isKnown.value()) {
      throw new ProblemException(
          404,
          "No node named \"" + Log.escape(node) + "\" is known.",
          "GET /api/nodes lists them.");
    }
    return Answer.empty(isKnown.revision());
  }

  private static void requireTaken(Verdict verdict, Sender sender) {
    switch (verdict) {
      case TAKEN -> {}
      case UNKNOWN ->
          throw new ProblemException(
              409, "The list with that digest is not the one stored here.", "Send the full list.");
      case OUTDATED ->
          throw new ProblemException(
              409,
              "A newer list of this node is stored, and stays.",
              "Send one that is newer still.");
      case SUPERSEDED ->
          throw ProblemException.of(
              Problem.SUPERSEDED,
              409,
              sender.engineId() == null
                  ? "Another agent reports for a node of this name, and is alive."
                  : "Another agent reports for this engine id, and is alive.",
              sender.engineId() == null
                  ? "An engine that has no id of its own, as Podman, is known by its node's name. Two"
                      + " machines of one name? Set ROLLCALL_NODE here. Two agents on one machine?"
                      + " Stop one."
                  : "A copied machine? Remove /var/lib/docker/engine-id (and key.json) here and"
                      + " restart Docker. Two agents on one machine? Stop one.");
    }
  }

  private static String node(Request request) {
    String node = request.params(":node");
    if (node.isBlank() || node.length() > Bounds.NAME) {
      throw new InvalidException(
          "node: expected 1 to " + Bounds.NAME + " characters, got " + node.length());
    }
    return node;
  }

  private static void requireOwn(String node, List<Report> containers) {
    for (Report container : containers) {
      if (!node.equals(container.node())) {
        throw new InvalidException(
            "containers: "
                + container.id()
                + " is said to be on "
                + container.node()
                + ", but the list is that of "
                + node);
      }
    }
  }
}
