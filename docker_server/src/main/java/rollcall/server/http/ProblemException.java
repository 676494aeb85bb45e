package rollcall.server.http;

import java.util.Map;

/** A request that gets an error answer. */
final class ProblemException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int status;
  private final String advice;
  private final transient Map<String, String> headers;

  ProblemException(int status, String detail, String advice) {
    this(status, detail, advice, Map.of());
  }

  ProblemException(int status, String detail, String advice, Map<String, String> headers) {
    // No stack trace: it is an answer, not a fault.
    super(detail, null, false, false);
    this.status = status;
    this.advice = advice;
    this.headers = headers;
  }

  int status() {
    return status;
  }

  String detail() {
    return String.valueOf(getMessage());
  }

  String advice() {
    return advice;
  }

  Map<String, String> headers() {
    return headers;
  }
}
