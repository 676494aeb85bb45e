package rollcall.server.auth;

import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import javax.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import rollcall.api.Paths;
import rollcall.attestation.Attestation;
import rollcall.attestation.AttestationException;
import rollcall.attestation.AttestationException.Reason;
import rollcall.attestation.Verifier;
import rollcall.common.BearerToken;
import rollcall.server.auth.Credentials.Mode;
import rollcall.server.http.exchange.ProblemException;
import spark.Request;

/** Decides who may do what. */
public final class Authenticator {
  /** What a route asks of its caller. */
  public enum Permission {
    NOTHING,
    /** To read; everybody may, unless there is a read token. */
    READER,
    /** An agent's statement of just what the route expects; or an operator. */
    STATEMENT,
    OPERATOR
  }

  private static final String STATEMENT = Authenticator.class.getName();
  private static final String HOW_TO_WRITE =
      "An operator sends \"Authorization: Bearer\" and the server's ROLLCALL_TOKEN; our client"
          + " takes it from ROLLCALL_TOKEN or ROLLCALL_TOKEN_FILE.";
  private static final String HOW_TO_REPORT =
      "A container asks its agent who it is (GET /info, port 5002 of its default gateway) and sends"
          + " that report with the answer's "
          + Paths.STATEMENT
          + ", as app_client does. "
          + HOW_TO_WRITE;

  private final Credentials credentials;
  private final Verifier statements;

  public Authenticator(Credentials credentials, InstantSource clock) {
    this.credentials = credentials;
    this.statements = new Verifier(credentials.keys(), clock);
  }

  public Mode mode() {
    return credentials.mode();
  }

  /** Who it is; or throws the problem of a caller who may not. */
  Principal check(Request request, Permission need) {
    boolean isOn = credentials.mode() == Mode.ON;
    return switch (need) {
      case READER -> credentials.readToken().isPresent() ? requireReader(request) : known(request);
      case STATEMENT -> isOn ? requireStatement(request) : known(request);
      case OPERATOR -> isOn ? requireOperator(request, howToWrite()) : known(request);
      case NOTHING -> known(request);
    };
  }

  /** Whether its body is worth waiting for; what else it needs, {@link #check} tells. */
  public boolean mayWrite(HttpServletRequest request) {
    if (credentials.mode() != Mode.ON) {
      return true;
    }
    String given = BearerToken.of(request.getHeader("Authorization")).orElse(null);
    String statement = request.getHeader(Paths.STATEMENT);
    return (given != null && isToken(given, credentials.token()))
        || (statement != null && isSigned(statement));
  }

  private boolean isSigned(String statement) {
    try {
      statements.verify(statement);
      return true;
    } catch (AttestationException e) {
      return false;
    }
  }

  /** By a token that it shows without having to. */
  private Principal known(Request request) {
    String given = bearer(request);
    if (given == null) {
      return Principal.UNKNOWN;
    }
    if (isToken(given, credentials.token())) {
      return Principal.OPERATOR;
    }
    return isToken(given, credentials.readToken()) ? Principal.READER : Principal.UNKNOWN;
  }

  /** What a route's statement has to be. */
  public interface Expected {
    /** From the request, and from what came with it. */
    Attestation of(Request request, Attestation said);
  }

  /** Holds the statement that came with a request, if it needed one, against what is asked. */
  void verifyBinding(Request request, Expected expected) {
    if (request.raw().getAttribute(STATEMENT) instanceof Attestation statement) {
      try {
        statement.require(expected.of(request, statement));
      } catch (AttestationException e) {
        throw new ProblemException(403, String.valueOf(e.getMessage()), HOW_TO_REPORT);
      }
    }
  }

  private Principal requireStatement(Request request) {
    String statement = request.headers(Paths.STATEMENT);
    if (statement == null) {
      return requireOperator(request, HOW_TO_REPORT);
    }
    String given = bearer(request);
    if (given != null && isToken(given, credentials.token())) {
      return Principal.OPERATOR;
    }
    try {
      Attestation said = statements.verify(statement);
      request.raw().setAttribute(STATEMENT, said);
      return Principal.of(said);
    } catch (AttestationException e) {
      throw unauthorized(String.valueOf(e.getMessage()), advice(e.reason()), true);
    }
  }

  private String advice(Reason reason) {
    if (reason == Reason.EXPIRED) {
      return "Ask the agent anew. If its statement is new, the clocks of its node and of this"
          + " server differ: both should follow NTP.";
    }
    return credentials.keys().isEmpty()
        ? "This server has no ROLLCALL_AGENT_KEY, so it trusts no agent: set that of the agents."
        : "Server and agent need the same ROLLCALL_AGENT_KEY; docs/OPERATIONS.md explains how to"
            + " change it.";
  }

  private String howToWrite() {
    return credentials.token().isPresent()
        ? HOW_TO_WRITE
        : "This server has no operator's token: start it, and then the client, with"
            + " ROLLCALL_TOKEN.";
  }

  private Principal requireOperator(Request request, String advice) {
    String given = bearer(request);
    if (given == null) {
      throw unauthorized("This write came without a proof of who sends it.", advice, false);
    }
    if (isToken(given, credentials.token())) {
      return Principal.OPERATOR;
    }
    if (isToken(given, credentials.readToken())) {
      throw new ProblemException(403, "This token reads, it does not write.", HOW_TO_WRITE);
    }
    throw unauthorized("The token is not that of this server.", advice, true);
  }

  private Principal requireReader(Request request) {
    Principal principal = known(request);
    if (!principal.authenticated()) {
      boolean isInvalid = bearer(request) != null;
      throw unauthorized(
          isInvalid ? "The token is not that of this server." : "Reading takes a token here.",
          "Send \"Authorization: Bearer\" and the server's ROLLCALL_READ_TOKEN; our client takes it"
              + " from ROLLCALL_TOKEN or ROLLCALL_TOKEN_FILE.",
          isInvalid);
    }
    return principal;
  }

  private static @Nullable String bearer(Request request) {
    return BearerToken.of(request.headers("Authorization")).orElse(null);
  }

  private static boolean isToken(String given, Optional<String> token) {
    return token.isPresent() && BearerToken.matches(given, token.get());
  }

  /** RFC 6750, section 3. */
  private static ProblemException unauthorized(String detail, String advice, boolean isInvalid) {
    String challenge = "Bearer realm=\"rollcall\"" + (isInvalid ? ", error=\"invalid_token\"" : "");
    return new ProblemException(401, detail, advice, Map.of("WWW-Authenticate", challenge));
  }
}
