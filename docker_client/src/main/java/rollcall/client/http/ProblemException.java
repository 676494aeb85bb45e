package rollcall.client.http;

import rollcall.api.Problem;

/** An answer that says no, or one that was not expected. */
public final class ProblemException extends ClientException {
  private static final long serialVersionUID = 1;

  private final transient Problem problem;
  private final int status;

  ProblemException(Problem problem, int status) {
    super(problem.title() + ": " + problem.detail());
    this.problem = problem;
    this.status = status;
  }

  /** What the answer says. */
  public Problem problem() {
    return problem;
  }

  /** The answer's HTTP status. */
  public int status() {
    return status;
  }
}
