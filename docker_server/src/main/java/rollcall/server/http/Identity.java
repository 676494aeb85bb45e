package rollcall.server.http;

import rollcall.api.statement.Purpose;
import rollcall.api.statement.Statement;

/**
 * Who sends a request.
 *
 * @param name in words
 * @param isProven by a token or a statement
 * @param isAgent for its node
 */
record Identity(String name, boolean isProven, boolean isAgent) {
  static final Identity OPERATOR = new Identity("operator", true, false);
  static final Identity READER = new Identity("reader", true, false);

  /** Shows nothing that says who it is, or nothing that is good here. */
  static final Identity UNKNOWN = new Identity("unknown", false, false);

  static Identity of(Statement statement) {
    boolean isAgent = statement.purpose() != Purpose.REPORT;
    return new Identity(
        isAgent
            ? "agent of " + statement.node()
            : "container " + statement.subject() + " on " + statement.node(),
        true,
        isAgent);
  }
}
