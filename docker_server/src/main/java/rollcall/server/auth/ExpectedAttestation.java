package rollcall.server.auth;

import com.google.gson.JsonElement;
import rollcall.api.container.Report;
import rollcall.api.json.Json;
import rollcall.attestation.Attestation;
import rollcall.attestation.Audience;
import rollcall.attestation.ContentDigest;
import rollcall.server.auth.Authenticator.Expected;
import rollcall.server.http.exchange.RequestBodies;

/** What the routes that take an agent's statement expect it to be. */
public final class ExpectedAttestation {
  /** A container is vouched for by its own node's agent, with just this report. */
  public static final Expected REPORT =
      (request, said) -> {
        String body = RequestBodies.text(request);
        Report report = Json.read(body, Report.class);
        return new Attestation(
            report.node() == null ? said.node() : report.node(),
            report.id(),
            Audience.REPORT,
            ContentDigest.digest(Json.read(body, JsonElement.class)));
      };

  private ExpectedAttestation() {}

  /** An agent speaks for its own node, the one that the path names. */
  public static Expected ofNode(Audience audience) {
    return (request, said) ->
        Attestation.ofNode(request.params(":node"), audience, RequestBodies.bytes(request));
  }
}
