package rollcall.client.http;

import com.google.gson.JsonParseException;
import okhttp3.Response;
import rollcall.api.Paths;
import rollcall.api.Problem;
import rollcall.api.ProblemType;
import rollcall.api.json.Json;
import rollcall.common.InvalidException;

/** Reads error answers: our own problems, and what proxies and strangers say. */
public final class Problems {
  public static final String UNEXPECTED = Problem.TYPE + "unexpected-answer";
  private static final int SHOWN = 200;

  private Problems() {}

  /** Whether Rollcall gave this good answer: its server signs each with its revision. */
  public static boolean isOurs(Target target, Response response) {
    // Its shape shows that an answer is an agent's.
    return target == Target.AGENT || response.header(Paths.REVISION) != null;
  }

  public static ProblemException of(Response response, String body) {
    try {
      Problem problem = Json.read(body, Problem.class);
      if (isComplete(problem)) {
        return new ProblemException(problem, response.code());
      }
    } catch (JsonParseException | InvalidException e) {
      // not ours; told below
    }
    return unexpected(response, body);
  }

  /** An answer that is not of the contract: shown as it is, cut. */
  public static ProblemException unexpected(Response response, String body) {
    String shown = body.strip();
    if (shown.length() > SHOWN) {
      shown = shown.substring(0, SHOWN) + "…";
    }
    String location = response.header("Location", "");
    String detail =
        "%s %s answered %d%s%s%s"
            .formatted(
                response.request().method(),
                response.request().url(),
                response.code(),
                response.message().isEmpty() ? "" : " " + response.message(),
                location.isEmpty() ? "" : ", moved to " + Secrets.hidden(location),
                shown.isEmpty() ? ", and nothing else" : ": " + shown);
    return new ProblemException(
        new Problem(
            UNEXPECTED,
            "Not an answer of Rollcall",
            response.code(),
            detail,
            null,
            "Check the URL, and any proxy on the way."),
        response.code());
  }

  /** What was read before cannot be gone on with. */
  public static ProblemException gone(String detail) {
    Problem problem = ProblemType.GONE.problem(detail, null, null);
    return new ProblemException(problem, problem.status());
  }

  /** JSON may leave out what the record promises. */
  @SuppressWarnings("ConstantValue")
  private static boolean isComplete(Problem problem) {
    return problem.title() != null && problem.detail() != null;
  }
}
