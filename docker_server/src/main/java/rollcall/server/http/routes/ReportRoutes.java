package rollcall.server.http.routes;

import rollcall.api.Paths;
import rollcall.api.container.Report;
import rollcall.api.json.Json;
import rollcall.server.auth.ExpectedAttestation;
import rollcall.server.http.exchange.ApiResponse;
import rollcall.server.http.exchange.QueryParameters;
import rollcall.server.http.exchange.RequestBodies;
import rollcall.server.http.routing.Router;
import rollcall.server.storage.Roster;
import rollcall.server.storage.Versioned;
import rollcall.server.storage.roster.StoreResult;
import spark.Request;
import spark.Response;

/** The route for single reports. */
public final class ReportRoutes {
  private final Roster roster;

  public ReportRoutes(Roster roster) {
    this.roster = roster;
  }

  public void addTo(Router router) {
    router.signed("POST", Paths.REPORTS, ExpectedAttestation.REPORT, this::post);
  }

  /** Responds 201 to a new report, else 200, with the container's entry in the roster. */
  private ApiResponse post(Request request, Response response) {
    new QueryParameters(request);
    String body = RequestBodies.json(request);
    Report report = Json.read(body, Report.class);
    Versioned<StoreResult> stored = roster.report(report, null);
    StringBuilder json = new StringBuilder();
    stored.value().entry().writeTo(json);
    return ApiResponse.json(stored.value().isNew() ? 201 : 200, json.toString(), stored.revision());
  }
}
