package rollcall.server.auth;

import com.google.gson.JsonElement;
import rollcall.api.container.Report;
import rollcall.api.json.Json;
import rollcall.attestation.Attestation;
import rollcall.attestation.Audience;
import rollcall.attestation.ContentDigest;
import rollcall.server.auth.Authenticator.Expected;
import rollcall.server.http.exchange.RequestBodies;

/** The attestations that routes expect from agents. */
public final class ExpectedAttestation {
  /** A container's report: attested by its node's agent, with exactly this content. */
  public static final Expected REPORT =
      (request, sent) -> {
        String body = RequestBodies.text(request);
        Report report = Json.read(body, Report.class);
        return new Attestation(
            report.node() == null ? sent.node() : report.node(),
            report.id(),
            Audience.REPORT,
            ContentDigest.digest(Json.read(body, JsonElement.class)));
      };

  private ExpectedAttestation() {}

  /** A node's message: attested by the agent of the node in the path. */
  public static Expected ofNode(Audience audience) {
    return (request, sent) ->
        Attestation.ofNode(request.params(":node"), audience, RequestBodies.bytes(request));
  }
}
