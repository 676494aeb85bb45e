package rollcall.server.http.exchange;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A request that gets an error answer. */
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

  /** One that programs must tell from others of its status. */
  public static ProblemException of(String type, int status, String detail, String advice) {
    return new ProblemException(type, status, detail, advice, Map.of());
  }

  private ProblemException(
      @Nullable String type,
      int status,
      String detail,
      String advice,
      Map<String, String> headers) {
    // No stack trace: it is an answer, not a fault.
    super(detail, null, false, false);
    this.type = type;
    this.status = status;
    this.advice = advice;
    this.headers = headers;
  }

  /** Null for the one that its status has. */
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
