package rollcall.server.http.exchange;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes a request fail with this error response. */
public final class ProblemException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final @Nullable String type;
  private final int status;
  private final String advice;
  private final transient Map<String, String> headers;

  public ProblemException(int status, String detail, String advice) {
    this(status, detail, advice, Map.of());
  }

  public ProblemException(int status, String detail, String advice, Map<String, String> headers) {
    this(null, status, detail, advice, headers);
  }

  /** Creates one with a type of its own, for programs that must distinguish it by type. */
  public static ProblemException of(String type, int status, String detail, String advice) {
    return new ProblemException(type, status, detail, advice, Map.of());
  }

  private ProblemException(
      @Nullable String type,
      int status,
      String detail,
      String advice,
      Map<String, String> headers) {
    // No stack trace: this is a response, not a bug.
    super(detail, null, false, false);
    this.type = type;
    this.status = status;
    this.advice = advice;
    this.headers = headers;
  }

  /** The problem type; null for the default of the status. */
  @Nullable String type() {
    return type;
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
