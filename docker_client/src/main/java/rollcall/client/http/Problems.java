package rollcall.client.http;

import com.google.gson.JsonParseException;
import okhttp3.Response;
import rollcall.api.Paths;
import rollcall.api.Problem;
import rollcall.api.ProblemType;
import rollcall.api.json.Json;
import rollcall.common.InvalidException;

/** Parses error responses of Rollcall, of proxies and of other programs. */
public final class Problems {
  public static final String UNEXPECTED = Problem.TYPE + "unexpected-answer";
  private static final int MAX_BODY_LENGTH = 200;

  private Problems() {}

  /** Whether a successful response is Rollcall's: its server adds the revision to each. */
  public static boolean isFromRollcall(Target target, Response response) {
    // An agent's responses are recognized by their JSON.
    return target == Target.AGENT || response.header(Paths.REVISION) != null;
  }

  public static ProblemException of(Response response, String body) {
    try {
      Problem problem = Json.read(body, Problem.class);
      if (isComplete(problem)) {
        return new ProblemException(problem, response.code());
      }
    } catch (JsonParseException | InvalidException e) {
      // Not a problem of Rollcall's.
    }
    return unexpected(response, body);
  }

  /** A response that is not Rollcall's, with the beginning of its body. */
  public static ProblemException unexpected(Response response, String body) {
    String shown = body.strip();
    if (shown.length() > MAX_BODY_LENGTH) {
      shown = shown.substring(0, MAX_BODY_LENGTH) + "…";
    }
    String location = response.header("Location", "");
    String detail =
        "%s %s answered %d%s%s%s"
            .formatted(
                response.request().method(),
                response.request().url(),
                response.code(),
                response.message().isEmpty() ? "" : " " + response.message(),
                location.isEmpty() ? "" : ", moved to " + Secrets.redact(location),
                shown.isEmpty() ? ", without a body" : ": " + shown);
    return new ProblemException(
        new Problem(
            UNEXPECTED,
            "Not a Rollcall response",
            response.code(),
            detail,
            null,
            "Check the URL and any proxies."),
        response.code());
  }

  /** A change feed that cannot be continued. */
  public static ProblemException gone(String detail) {
    Problem problem = ProblemType.GONE.problem(detail, null, null);
    return new ProblemException(problem, problem.status());
  }

  /** JSON may lack members that are not nullable in the record. */
  @SuppressWarnings("ConstantValue")
  private static boolean isComplete(Problem problem) {
    return problem.title() != null && problem.detail() != null;
  }
}
