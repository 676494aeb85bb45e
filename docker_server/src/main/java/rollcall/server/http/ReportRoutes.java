package rollcall.server.http;

import rollcall.api.Json;
import rollcall.api.Paths;
import rollcall.api.Report;
import rollcall.server.storage.Storage;
import rollcall.server.storage.Stored;
import rollcall.server.storage.Versioned;
import spark.Request;
import spark.Response;

/** Takes single reports. */
final class ReportRoutes {
  private final Storage storage;

  ReportRoutes(Storage storage) {
    this.storage = storage;
  }

  void addTo(Router router) {
    router.signed("POST", Paths.REPORTS, Statements.REPORT, this::post);
  }

  /** 201 for a new report, 200 for one stored before; the container as the roster has it now. */
  private Answer post(Request request, Response response) {
    new Parameters(request);
    String body = Bodies.json(request);
    Report report = Json.read(body, Report.class);
    Versioned<Stored> stored = storage.report(report, null);
    StringBuilder json = new StringBuilder();
    stored.value().entry().writeTo(json);
    return Answer.json(stored.value().isNew() ? 201 : 200, json.toString(), stored.revision());
  }
}
