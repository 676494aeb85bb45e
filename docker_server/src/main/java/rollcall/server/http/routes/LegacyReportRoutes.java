package rollcall.server.http.routes;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import rollcall.api.Paths;
import rollcall.api.container.Report;
import rollcall.api.json.Json;
import rollcall.server.auth.Authenticator;
import rollcall.server.auth.Credentials.Mode;
import rollcall.server.auth.ExpectedAttestation;
import rollcall.server.http.exchange.ApiResponse;
import rollcall.server.http.exchange.RequestBodies;
import rollcall.server.http.routing.Router;
import rollcall.server.storage.Roster;
import rollcall.server.storage.Versioned;
import rollcall.server.storage.roster.ReportRange;
import rollcall.server.storage.roster.StoreResult;
import rollcall.server.storage.roster.StoredReport;
import spark.Request;
import spark.Response;

/**
 * The interface of the first lab: {@code POST /service} stores a report, {@code GET /service}
 * returns all as an array. Timestamps are returned as they were sent. In a lab (ROLLCALL_AUTH=off)
 * clients may omit the JSON Content-Type.
 */
public final class LegacyReportRoutes {
  /** Characters buffered before they are sent; a shorter response has a Content-Length. */
  private static final int CHUNK = 64 * 1024;

  private final Roster roster;
  private final boolean isLab;
  private volatile @Nullable CachedResponse cached;

  /** The last short response to {@code GET /service}, since most requests repeat it unchanged. */
  private record CachedResponse(ReportRange range, String json) {}

  public LegacyReportRoutes(Roster roster, Authenticator authenticator) {
    this.roster = roster;
    this.isLab = authenticator.mode() == Mode.OFF;
  }

  public void addTo(Router router) {
    router.signed("POST", Paths.SERVICE, ExpectedAttestation.REPORT, this::post);
    router.on("GET", Paths.SERVICE, this::get);
  }

  private ApiResponse post(Request request, Response response) {
    String body = isLab ? RequestBodies.text(request) : RequestBodies.json(request);
    Report report = Json.read(body, Report.class);
    JsonElement timestamp = Json.read(body, JsonObject.class).get("timestamp");
    String canonical = "\"" + report.timestamp() + "\"";
    String posted = timestamp.toString();
    Versioned<StoreResult> stored = roster.report(report, posted.equals(canonical) ? null : posted);
    StringBuilder json = new StringBuilder();
    write(json, new StoredReport(report.sample(), posted));
    return ApiResponse.json(stored.value().isNew() ? 201 : 200, json.toString(), stored.revision());
  }

  private @Nullable ApiResponse get(Request request, Response response) throws IOException {
    Versioned<ReportRange> now = roster.reportRange();
    CachedResponse last = cached;
    if (last != null && last.range().equals(now.value())) {
      return ApiResponse.json(200, last.json(), now.revision());
    }
    StringBuilder json = new StringBuilder("[");
    boolean[] sent = {false};
    try {
      roster.allReports(
          report -> {
            json.append(json.length() > 1 || sent[0] ? "," : "");
            write(json, report);
            if (json.length() > CHUNK) {
              send(json, response);
              sent[0] = true;
            }
          });
    } catch (UncheckedIOException clientLeft) {
      throw clientLeft.getCause();
    }
    json.append(']');
    if (!sent[0]) {
      // May include reports stored meanwhile; their range differs, so the next request reads again.
      cached = new CachedResponse(now.value(), json.toString());
      return ApiResponse.json(200, json.toString(), now.revision());
    }
    send(json, response);
    return null;
  }

  private static void send(StringBuilder json, Response response) {
    try {
      response.raw().setContentType("application/json");
      response.raw().getOutputStream().write(json.toString().getBytes(StandardCharsets.UTF_8));
      json.setLength(0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes the sample's six fields, with the timestamp as it was sent. */
  private static void write(StringBuilder json, StoredReport report) {
    JsonObject six = Json.gson().toJsonTree(report.sample()).getAsJsonObject();
    if (report.postedTimestamp() != null) {
      six.add("timestamp", Json.read(report.postedTimestamp(), JsonElement.class));
    }
    json.append(six);
  }
}
