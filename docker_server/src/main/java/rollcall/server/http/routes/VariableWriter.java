package rollcall.server.http.routes;

import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import rollcall.api.Bounds;
import rollcall.api.Paths;
import rollcall.api.variable.Variable;
import rollcall.server.http.exchange.LogText;
import rollcall.server.http.exchange.ProblemException;
import rollcall.server.http.exchange.RequestLogger;
import rollcall.server.storage.Variables;
import rollcall.server.storage.Versioned;
import rollcall.server.storage.variable.VariableCondition;
import rollcall.server.storage.variable.VariableOutcome;
import rollcall.server.storage.variable.VariableWrite;
import spark.Request;

/** Writes shared variables, once per Idempotency-Key. */
final class VariableWriter {
  private final Variables variables;

  VariableWriter(Variables variables) {
    this.variables = variables;
  }

  /** Creates the error response for a condition that does not hold. */
  interface Refusal {
    /** {@code current} is null if there is no such variable. */
    ProblemException of(@Nullable Variable current);
  }

  /**
   * Sets or deletes a variable.
   *
   * @param value the new value; null deletes the variable
   */
  Versioned<VariableOutcome> write(
      Request request,
      String key,
      @Nullable String value,
      VariableCondition condition,
      Refusal refusal) {
    Versioned<VariableOutcome> outcome =
        variables.write(
            new VariableWrite(
                key,
                value,
                RequestLogger.caller(request.raw()),
                condition,
                idempotencyKey(request)));
    return switch (outcome.value().kind()) {
      case WRITTEN -> outcome;
      case PRECONDITION_FAILED -> throw refusal.of(outcome.value().var());
      case KEY_REUSED ->
          throw new ProblemException(
              422,
              "The Idempotency-Key belongs to another write: of \""
                  + Objects.requireNonNull(outcome.value().var()).key()
                  + "\".",
              "Use a new key for each write, and the same key only to retry it.");
      case LIMIT_REACHED ->
          throw new ProblemException(
              507,
              "There are " + Bounds.VARS + " variables, the maximum.",
              "Delete variables that are not needed.");
    };
  }

  static ProblemException notFound(String key) {
    return new ProblemException(
        404,
        "No variable has the key \"" + LogText.escape(key) + "\".",
        "GET " + Paths.VARS + " lists all.");
  }

  private static @Nullable String idempotencyKey(Request request) {
    String key = request.headers(Paths.IDEMPOTENCY_KEY);
    if (key == null) {
      return null;
    }
    if (key.isEmpty() || key.length() > Bounds.IDEMPOTENCY_KEY || !key.matches("[!-~]*")) {
      throw new ProblemException(
          400,
          "The Idempotency-Key is not valid.",
          "Send 1 to " + Bounds.IDEMPOTENCY_KEY + " visible ASCII characters, like a UUID.");
    }
    return key;
  }

  /** Returns the headers of a response with a variable: ETag and revision. */
  static Map<String, String> headers(Variable var, long revision) {
    return Map.of("ETag", var.etag(), Paths.REVISION, Long.toString(revision));
  }
}
