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

/** Authenticates requests and checks their permission. */
public final class Authenticator {
  /** The permission that a route requires. */
  public enum Permission {
    NOTHING,
    /** To read: every caller, unless a read token is set. */
    READER,
    /** To report: an agent's attestation of the expected content, or an operator's token. */
    STATEMENT,
    /** To write: an operator's token. */
    OPERATOR
  }

  /** The request attribute with the verified attestation. */
  private static final String ATTESTATION = Authenticator.class.getName();

  private static final String HOW_TO_WRITE =
      "An operator sends \"Authorization: Bearer\" with the server's ROLLCALL_TOKEN; our client"
          + " reads it from ROLLCALL_TOKEN or ROLLCALL_TOKEN_FILE.";
  private static final String HOW_TO_REPORT =
      "A container requests its report from its agent (GET /info, port 5002 of its default"
          + " gateway) and sends it with the response's "
          + Paths.STATEMENT
          + " header, as app_client does. "
          + HOW_TO_WRITE;

  private final Credentials credentials;
  private final Verifier verifier;

  public Authenticator(Credentials credentials, InstantSource clock) {
    this.credentials = credentials;
    this.verifier = new Verifier(credentials.keys(), clock);
  }

  public Mode mode() {
    return credentials.mode();
  }

  /** Returns the caller; throws 401 or 403 if it lacks the permission. */
  Principal check(Request request, Permission need) {
    boolean isOn = credentials.mode() == Mode.ON;
    return switch (need) {
      case READER ->
          credentials.readToken().isPresent() ? requireReader(request) : identify(request);
      case STATEMENT -> isOn ? requireAttestation(request) : identify(request);
      case OPERATOR -> isOn ? requireOperator(request, howToWrite()) : identify(request);
      case NOTHING -> identify(request);
    };
  }

  /** Whether to buffer a request's body: it has a valid token or attestation, or needs none. */
  public boolean mayWrite(HttpServletRequest request) {
    if (credentials.mode() != Mode.ON) {
      return true;
    }
    String given = BearerToken.of(request.getHeader("Authorization")).orElse(null);
    String attestation = request.getHeader(Paths.STATEMENT);
    return (given != null && isToken(given, credentials.token()))
        || (attestation != null && isValid(attestation));
  }

  private boolean isValid(String attestation) {
    try {
      verifier.verify(attestation);
      return true;
    } catch (AttestationException e) {
      return false;
    }
  }

  /** Identifies a caller by its token, where none is required. */
  private Principal identify(Request request) {
    String given = bearer(request);
    if (given == null) {
      return Principal.UNKNOWN;
    }
    if (isToken(given, credentials.token())) {
      return Principal.OPERATOR;
    }
    return isToken(given, credentials.readToken()) ? Principal.READER : Principal.UNKNOWN;
  }

  public interface Expected {
    /** Derives it from the request and the attestation that was sent. */
    Attestation of(Request request, Attestation sent);
  }

  /** Compares a request's attestation, if it was required, with the expected one. */
  void verifyBinding(Request request, Expected expected) {
    if (request.raw().getAttribute(ATTESTATION) instanceof Attestation attestation) {
      try {
        attestation.require(expected.of(request, attestation));
      } catch (AttestationException e) {
        throw new ProblemException(403, String.valueOf(e.getMessage()), HOW_TO_REPORT);
      }
    }
  }

  private Principal requireAttestation(Request request) {
    String text = request.headers(Paths.STATEMENT);
    if (text == null) {
      return requireOperator(request, HOW_TO_REPORT);
    }
    String given = bearer(request);
    if (given != null && isToken(given, credentials.token())) {
      return Principal.OPERATOR;
    }
    try {
      Attestation attestation = verifier.verify(text);
      request.raw().setAttribute(ATTESTATION, attestation);
      return Principal.of(attestation);
    } catch (AttestationException e) {
      throw unauthorized(String.valueOf(e.getMessage()), advice(e.reason()), true);
    }
  }

  private String advice(Reason reason) {
    if (reason == Reason.EXPIRED) {
      return "Request a new attestation from the agent. If it is new, the clocks of the agent's"
          + " node and of this server differ: synchronize both with NTP.";
    }
    return credentials.keys().isEmpty()
        ? "This server has no ROLLCALL_AGENT_KEY and trusts no agent: set the agents' key."
        : "Server and agent need the same ROLLCALL_AGENT_KEY; docs/OPERATIONS.md explains how to"
            + " change it.";
  }

  private String howToWrite() {
    return credentials.token().isPresent()
        ? HOW_TO_WRITE
        : "This server has no operator token: set ROLLCALL_TOKEN for the server and the client.";
  }

  private Principal requireOperator(Request request, String advice) {
    String given = bearer(request);
    if (given == null) {
      throw unauthorized("This request requires authentication.", advice, false);
    }
    if (isToken(given, credentials.token())) {
      return Principal.OPERATOR;
    }
    if (isToken(given, credentials.readToken())) {
      throw new ProblemException(403, "The read token does not permit writes.", HOW_TO_WRITE);
    }
    throw unauthorized("The token is invalid.", advice, true);
  }

  private Principal requireReader(Request request) {
    Principal principal = identify(request);
    if (!principal.authenticated()) {
      boolean isInvalid = bearer(request) != null;
      throw unauthorized(
          isInvalid ? "The token is invalid." : "This server requires a token for reading.",
          "Send \"Authorization: Bearer\" with the server's ROLLCALL_READ_TOKEN; our client reads"
              + " it from ROLLCALL_TOKEN or ROLLCALL_TOKEN_FILE.",
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
