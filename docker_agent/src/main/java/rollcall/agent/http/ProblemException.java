package rollcall.agent.http;

import java.util.Map;

/** A request that gets a problem for an answer. */
final class ProblemException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String word;
  private final String title;
  private final int status;
  private final String advice;
  private final transient Map<String, String> headers;

  /**
   * A problem.
   *
   * @param word ends the problem's type, for programs
   * @param detail what was tried and why it failed
   * @param advice what to do about it
   */
  ProblemException(
      int status,
      String word,
      String title,
      String detail,
      String advice,
      Map<String, String> headers) {
    super(detail);
    this.status = status;
    this.word = word;
    this.title = title;
    this.advice = advice;
    this.headers = headers;
  }

  String word() {
    return word;
  }

  String title() {
    return title;
  }

  int status() {
    return status;
  }

  String advice() {
    return advice;
  }

  Map<String, String> headers() {
    return headers;
  }
}
