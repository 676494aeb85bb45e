package rollcall.server.auth;

import rollcall.attestation.Attestation;
import rollcall.attestation.Audience;

/**
 * The sender of a request.
 *
 * @param name for the logs
 * @param authenticated by a token or an attestation
 * @param isAgent whether it is an agent that sends its node's messages
 */
public record Principal(String name, boolean authenticated, boolean isAgent) {
  static final Principal OPERATOR = new Principal("operator", true, false);
  static final Principal READER = new Principal("reader", true, false);

  /** A caller without valid credentials. */
  public static final Principal UNKNOWN = new Principal("unknown", false, false);

  static Principal of(Attestation attestation) {
    boolean isAgent = attestation.audience() != Audience.REPORT;
    return new Principal(
        isAgent
            ? "agent of " + attestation.node()
            : "container " + attestation.subject() + " on " + attestation.node(),
        true,
        isAgent);
  }
}
