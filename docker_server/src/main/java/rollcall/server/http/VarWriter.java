package rollcall.server.http;

import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import rollcall.api.Bounds;
import rollcall.api.Paths;
import rollcall.api.Var;
import rollcall.server.storage.Storage;
import rollcall.server.storage.VarCondition;
import rollcall.server.storage.VarOutcome;
import rollcall.server.storage.VarWrite;
import rollcall.server.storage.Versioned;
import spark.Request;

/** Writes shared variables, once for each Idempotency-Key. */
final class VarWriter {
  private final Storage storage;

  VarWriter(Storage storage) {
    this.storage = storage;
  }

  /** Turns a condition that does not hold into an answer. */
  interface Refusal {
    /** Null where there is no such variable. */
    ProblemException of(@Nullable Var current);
  }

  /**
   * Sets or deletes one.
   *
   * @param value null deletes it
   */
  Versioned<VarOutcome> write(
      Request request,
      String key,
      @Nullable String value,
      VarCondition condition,
      Refusal refusal) {
    Versioned<VarOutcome> outcome =
        storage.writeVar(
            new VarWrite(
                key, value, Recorder.caller(request.raw()), condition, idempotencyKey(request)));
    return switch (outcome.value().kind()) {
      case WRITTEN -> outcome;
      case REFUSED -> throw refusal.of(outcome.value().var());
      case KEY_REUSED ->
          throw new ProblemException(
              422,
              "The Idempotency-Key was that of another write: of \""
                  + Objects.requireNonNull(outcome.value().var()).key()
                  + "\".",
              "Use a new one for each write, and the same one only to send the same again.");
      case FULL ->
          throw new ProblemException(
              507,
              "There are " + Bounds.VARS + " variables, as many as are allowed.",
              "Delete some that are not needed.");
    };
  }

  static ProblemException notFound(String key) {
    return new ProblemException(
        404,
        "No variable has the key \"" + Log.escape(key) + "\".",
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
          "The Idempotency-Key cannot be used.",
          "Send 1 to " + Bounds.IDEMPOTENCY_KEY + " visible ASCII characters, as of a UUID.");
    }
    return key;
  }

  /** ETag and revision of an answer about a variable. */
  static Map<String, String> headers(Var var, long revision) {
    return Map.of("ETag", var.etag(), Paths.REVISION, Long.toString(revision));
  }
}
