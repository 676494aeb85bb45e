package rollcall.server.http;

import java.util.List;
import rollcall.api.Bounds;
import rollcall.api.InvalidException;
import rollcall.api.Json;
import rollcall.api.Node;
import rollcall.api.NodeReport;
import rollcall.api.Nodes;
import rollcall.api.Paths;
import rollcall.api.Report;
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
    router.on("GET", Paths.NODES, this::list);
    router.on("PUT", Paths.NODES + "/:node/containers", this::put);
  }

  private Answer list(Request request, Response response) {
    new Parameters(request);
    Versioned<List<Node>> nodes = storage.nodes();
    return Answer.json(200, new Nodes(nodes.value(), nodes.revision()), nodes.revision());
  }

  /** 200 with the number of changes that the list made. */
  private Answer put(Request request, Response response) {
    new Parameters(request);
    String node = request.params(":node");
    if (node.isBlank() || node.length() > Bounds.NAME) {
      throw new InvalidException(
          "node: expected 1 to " + Bounds.NAME + " characters, got " + node.length());
    }
    NodeReport report = Json.read(Bodies.json(request), NodeReport.class);
    for (Report container : report.containers()) {
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
    Versioned<Integer> changes = storage.nodeReport(node, report);
    return Answer.json(200, "{\"changes\":" + changes.value() + "}", changes.revision());
  }
}
