package rollcall.server.http.exchange;

import com.google.gson.JsonParseException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rollcall.api.Paths;
import rollcall.api.Problem;
import rollcall.api.ProblemType;
import rollcall.common.InvalidException;
import rollcall.server.storage.StorageException;
import rollcall.server.storage.change.PrunedException;
import rollcall.server.storage.roster.AmbiguousKeyException;

/** Maps exceptions to error responses (RFC 9457). */
public final class Problems {
  private static final Logger LOG = LoggerFactory.getLogger(Problems.class);
  private static final Map<String, String> RETRY = Map.of("Retry-After", "1");

  private Problems() {}

  public static ApiResponse of(Throwable error, String method, String path) {
    if (error instanceof ProblemException problem) {
      return ApiResponse.problem(of(problem, path), problem.headers());
    }
    if (error instanceof InvalidException) {
      return response(422, error.getMessage(), path, "Correct that field and send it again.");
    }
    if (error instanceof JsonParseException) {
      return response(
          400, "The body cannot be read: " + firstLine(error), path, "Send one JSON object.");
    }
    if (error instanceof AmbiguousKeyException) {
      return response(409, error.getMessage(), path, "Use more digits of the id.");
    }
    if (error instanceof PrunedException pruned) {
      return ApiResponse.problem(of(pruned, path), Map.of());
    }
    if (error instanceof StorageException storage) {
      return ofStorage(storage, method, path);
    }
    LOG.error("{} {} failed unexpectedly", method, LogText.escape(path), error);
    return response(
        500,
        "The server failed unexpectedly.",
        path,
        "See this replica's log; X-Served-By names it.");
  }

  private static Problem of(ProblemException e, String path) {
    Problem problem = problem(e.status(), e.detail(), path, e.advice());
    return e.type() == null
        ? problem
        : new Problem(e.type(), problem.title(), e.status(), e.detail(), path, e.advice());
  }

  private static Problem of(PrunedException pruned, String path) {
    String advice =
        pruned.earliest() != null
            ? "Use that time or a later one; ROLLCALL_MAX_CHANGES sets how much history is kept."
            : "Read " + Paths.CONTAINERS + " again and continue from the revision in it.";
    return problem(410, String.valueOf(pruned.getMessage()), path, advice).with(pruned.earliest());
  }

  private static ApiResponse ofStorage(StorageException storage, String method, String path) {
    String detail = String.valueOf(storage.getMessage());
    return switch (storage.reason()) {
      case BUSY ->
          ApiResponse.problem(
              problem(503, detail, path, "Retry after a second; that is safe."), RETRY);
      case FULL -> {
        LOG.error("{} {}: {}", method, LogText.escape(path), detail);
        yield response(507, detail, path, "Free space on the server's volume, then send it again.");
      }
      case BROKEN -> {
        LOG.error("{} {}: {}", method, LogText.escape(path), detail, storage);
        yield response(500, detail, path, "See this replica's log; X-Served-By names it.");
      }
    };
  }

  public static ApiResponse response(
      int status, @Nullable String detail, @Nullable String path, String advice) {
    return ApiResponse.problem(problem(status, String.valueOf(detail), path, advice), Map.of());
  }

  static Problem problem(int status, String detail, @Nullable String path, String advice) {
    return ProblemType.of(status)
        .orElseThrow(() -> new IllegalArgumentException(status + " is not the status of a problem"))
        .problem(detail, path, advice);
  }

  /** Removes the link to Gson's troubleshooting guide, which is on a second line. */
  private static String firstLine(Throwable error) {
    Throwable cause = error.getCause();
    String message = String.valueOf(cause == null ? error.getMessage() : cause.getMessage());
    int end = message.indexOf('\n');
    return end < 0 ? message : message.substring(0, end);
  }
}
