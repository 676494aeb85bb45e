package rollcall.client.http;

import rollcall.api.Problem;

/** An error response, or an unexpected one. */
public final class ProblemException extends ClientException {
  private static final long serialVersionUID = 1;

  private final transient Problem problem;
  private final int status;

  ProblemException(Problem problem, int status) {
    super(problem.title() + ": " + problem.detail());
    this.problem = problem;
    this.status = status;
  }

  /** The problem that the response describes. */
  public Problem problem() {
    return problem;
  }

  /** The HTTP status. */
  public int status() {
    return status;
  }
}
