package rollcall.agent.http;

import java.util.Map;
import rollcall.api.Problem;
import rollcall.api.ProblemType;

/** An error that the response reports as a problem. */
final class ProblemException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final ProblemType type;
  private final String advice;
  private final transient Map<String, String> headers;

  /**
   * Creates the exception for a problem.
   *
   * @param detail what failed, and why
   * @param advice how to solve it
   */
  ProblemException(ProblemType type, String detail, String advice, Map<String, String> headers) {
    super(detail);
    this.type = type;
    this.advice = advice;
    this.headers = headers;
  }

  ProblemException(ProblemType type, String detail, String advice) {
    this(type, detail, advice, Map.of());
  }

  Problem problem(String path) {
    return type.problem(String.valueOf(getMessage()), path, advice);
  }

  Map<String, String> headers() {
    return headers;
  }
}
