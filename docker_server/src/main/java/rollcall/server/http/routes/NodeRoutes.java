package rollcall.server.http.routes;

import java.util.List;
import rollcall.api.Bounds;
import rollcall.api.Paths;
import rollcall.api.Problem;
import rollcall.api.container.Report;
import rollcall.api.json.Json;
import rollcall.api.node.Accepted;
import rollcall.api.node.Heartbeat;
import rollcall.api.node.ListUpdate;
import rollcall.api.node.Node;
import rollcall.api.node.NodeList;
import rollcall.api.node.NodeReport;
import rollcall.api.node.Sender;
import rollcall.attestation.Audience;
import rollcall.common.InvalidException;
import rollcall.server.auth.ExpectedAttestation;
import rollcall.server.http.exchange.ApiResponse;
import rollcall.server.http.exchange.LogText;
import rollcall.server.http.exchange.ProblemException;
import rollcall.server.http.exchange.QueryParameters;
import rollcall.server.http.exchange.RequestBodies;
import rollcall.server.http.routing.Router;
import rollcall.server.storage.Nodes;
import rollcall.server.storage.Versioned;
import rollcall.server.storage.roster.Reception;
import rollcall.server.storage.roster.Reception.Verdict;
import spark.Request;
import spark.Response;

/** Routes for agents' messages, and to read the nodes. */
public final class NodeRoutes {
  private final Nodes nodeStore;

  public NodeRoutes(Nodes nodeStore) {
    this.nodeStore = nodeStore;
  }

  public void addTo(Router router) {
    router.list(Paths.NODES, this::list);
    router.signed(
        "POST",
        Paths.NODES + "/:node/heartbeat",
        ExpectedAttestation.ofNode(Audience.HEARTBEAT),
        this::heartbeat);
    router.signed(
        "POST",
        Paths.NODES + "/:node/goodbye",
        ExpectedAttestation.ofNode(Audience.GOODBYE),
        this::goodbye);
    router.signed(
        "PUT",
        Paths.NODES + "/:node/containers",
        ExpectedAttestation.ofNode(Audience.LIST),
        this::put);
    router.signed(
        "PATCH",
        Paths.NODES + "/:node/containers",
        ExpectedAttestation.ofNode(Audience.UPDATE),
        this::patch);
  }

  private ApiResponse list(Request request, Response response) {
    new QueryParameters(request);
    Versioned<List<Node>> nodes = nodeStore.list();
    return ApiResponse.json(200, new NodeList(nodes.value(), nodes.revision()), nodes.revision());
  }

  /** Stores a list; responds 200 with the number of changes. */
  private ApiResponse put(Request request, Response response) {
    new QueryParameters(request);
    String node = node(request);
    NodeReport report = Json.read(RequestBodies.json(request), NodeReport.class);
    requireOwn(node, report.containers());
    requireOwn(node, report.departed());
    return accepted(nodeStore.report(node, report), report.sender());
  }

  /** Applies what changed in a list; 409 makes the agent send the list. */
  private ApiResponse patch(Request request, Response response) {
    new QueryParameters(request);
    String node = node(request);
    ListUpdate update = Json.read(RequestBodies.json(request), ListUpdate.class);
    requireOwn(node, update.containers());
    requireOwn(node, update.departed());
    return accepted(nodeStore.update(node, update), update.sender());
  }

  private static ApiResponse accepted(Versioned<Reception> received, Sender sender) {
    Reception reception = received.value();
    requireTaken(reception.verdict(), sender);
    return ApiResponse.json(
        200,
        new Accepted(reception.changes(), reception.node(), reception.clash()),
        received.revision());
  }

  /** Responds 204 if the stored list has that digest; 409 makes the agent send its list. */
  private ApiResponse heartbeat(Request request, Response response) {
    new QueryParameters(request);
    String node = node(request);
    Heartbeat heartbeat = Json.read(RequestBodies.json(request), Heartbeat.class);
    Versioned<Verdict> received = nodeStore.heartbeat(node, heartbeat);
    requireTaken(received.value(), heartbeat.sender());
    return ApiResponse.empty(received.revision());
  }

  private ApiResponse goodbye(Request request, Response response) {
    new QueryParameters(request);
    String node = node(request);
    // Agents of the first release send no body.
    Sender sender =
        RequestBodies.bytes(request).length == 0
            ? Sender.UNKNOWN
            : Json.read(RequestBodies.json(request), Sender.class);
    Versioned<Boolean> isKnown = nodeStore.left(node, sender);
    if (!isKnown.value()) {
      throw new ProblemException(
          404,
          "No node named \"" + LogText.escape(node) + "\" is known.",
          "GET /api/nodes lists them.");
    }
    return ApiResponse.empty(isKnown.revision());
  }

  private static void requireTaken(Verdict verdict, Sender sender) {
    switch (verdict) {
      case TAKEN -> {}
      case UNKNOWN ->
          throw new ProblemException(
              409, "The stored list does not have that digest.", "Send the full list.");
      case OUTDATED ->
          throw new ProblemException(
              409, "A newer container list for this node is already stored.", "Send a newer one.");
      case SUPERSEDED ->
          throw ProblemException.of(
              Problem.SUPERSEDED,
              409,
              sender.engineId() == null
                  ? "Another agent reports for a node of this name, and is alive."
                  : "Another agent reports for this engine id, and is alive.",
              sender.engineId() == null
                  ? "An engine without an id, like Podman, is identified by its node's name. If two"
                      + " machines have the same name, set ROLLCALL_NODE on one. If two agents run"
                      + " on one machine, stop one."
                  : "If this machine is a copy, remove /var/lib/docker/engine-id (and key.json) on it"
                      + " and restart Docker. If two agents run on one machine, stop one.");
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
                + " has the node "
                + container.node()
                + ", but the list is that of "
                + node);
      }
    }
  }
}
