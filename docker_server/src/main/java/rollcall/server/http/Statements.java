package rollcall.server.http;

import com.google.gson.JsonElement;
import rollcall.api.Json;
import rollcall.api.Report;
import rollcall.api.statement.Content;
import rollcall.api.statement.Purpose;
import rollcall.api.statement.Statement;
import rollcall.server.http.Access.Expected;

/** What the routes that take an agent's statement expect it to be. */
final class Statements {
  /** A container is vouched for by its own node's agent, with just this report. */
  static final Expected REPORT =
      (request, said) -> {
        String body = Bodies.text(request);
        Report report = Json.read(body, Report.class);
        return new Statement(
            report.node() == null ? said.node() : report.node(),
            report.id(),
            Purpose.REPORT,
            Content.digest(Json.read(body, JsonElement.class)));
      };

  private Statements() {}

  /** An agent speaks for its own node, the one that the path names. */
  static Expected ofNode(Purpose purpose) {
    return (request, said) ->
        Statement.ofNode(request.params(":node"), purpose, Bodies.bytes(request));
  }
}
