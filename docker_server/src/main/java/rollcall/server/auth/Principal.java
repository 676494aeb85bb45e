package rollcall.server.auth;

import rollcall.attestation.Attestation;
import rollcall.attestation.Audience;

/**
 * Who sends a request.
 *
 * @param name in words
 * @param authenticated by a token or a statement
 * @param isAgent for its node
 */
public record Principal(String name, boolean authenticated, boolean isAgent) {
  static final Principal OPERATOR = new Principal("operator", true, false);
  static final Principal READER = new Principal("reader", true, false);

  /** Shows nothing that says who it is, or nothing that is good here. */
  public static final Principal UNKNOWN = new Principal("unknown", false, false);

  static Principal of(Attestation statement) {
    boolean isAgent = statement.audience() != Audience.REPORT;
    return new Principal(
        isAgent
            ? "agent of " + statement.node()
            : "container " + statement.subject() + " on " + statement.node(),
        true,
        isAgent);
  }
}
