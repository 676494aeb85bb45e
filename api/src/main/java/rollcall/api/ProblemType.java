package rollcall.api;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The types of all problems that server, agent and load balancer respond with, as in {@link
 * Problem#type}. Wire names are only added, never changed.
 */
public enum ProblemType {
  MALFORMED(400, "malformed-request", "Malformed request"),
  UNAUTHORIZED(401, "unauthorized", "Unauthorized"),
  FORBIDDEN(403, "forbidden", "Forbidden"),
  NOT_FOUND(404, "not-found", "Not found"),
  METHOD_NOT_ALLOWED(405, "method-not-allowed", "Method not allowed"),
  REQUEST_TIMEOUT(408, "request-timeout", "Request timeout"),
  CONFLICT(409, "conflict", "Conflict"),
  GONE(410, "gone", "Gone"),
  LENGTH_REQUIRED(411, "length-required", "Length required"),
  PRECONDITION_FAILED(412, "precondition-failed", "Precondition failed"),
  BODY_TOO_LARGE(413, "body-too-large", "Body too large"),
  URI_TOO_LONG(414, "uri-too-long", "URI too long"),
  UNSUPPORTED_MEDIA_TYPE(415, "unsupported-media-type", "Unsupported media type"),
  MISDIRECTED(421, "misdirected-request", "Misdirected request"),
  EXPECTATION_FAILED(417, "expectation-failed", "Expectation failed"),
  INVALID_VALUE(422, "invalid-value", "Invalid value"),
  UPGRADE_REQUIRED(426, "upgrade-required", "Upgrade required"),
  TOO_MANY_REQUESTS(429, "too-many-requests", "Too many requests"),
  HEADERS_TOO_LARGE(431, "headers-too-large", "Headers too large"),
  SERVER_ERROR(500, "server-error", "Server error"),
  NOT_IMPLEMENTED(501, "not-implemented", "Not implemented"),
  BAD_GATEWAY(502, "bad-gateway", "Bad gateway"),
  BUSY(503, "busy", "Busy"),
  GATEWAY_TIMEOUT(504, "gateway-timeout", "Gateway timeout"),
  VERSION_NOT_SUPPORTED(505, "http-version-not-supported", "HTTP version not supported"),
  DISK_FULL(507, "disk-full", "Disk full"),

  // The agent's own.
  NO_SUCH_CONTAINER(404, "no-such-container", "No such container"),
  AMBIGUOUS_PREFIX(409, "ambiguous-prefix", "Ambiguous prefix"),
  NO_ENGINE(503, "no-engine", "No Docker engine"),
  INTERNAL(500, "internal", "Internal error"),
  UNKNOWN_CALLER(404, "asker-unknown", "Unknown caller"),
  AMBIGUOUS_CALLER(403, "asker-unclear", "Ambiguous caller"),
  BAD_KEY(400, "bad-key", "Not an id or name"),
  UNKNOWN_PATH(404, "unknown-path", "Unknown path"),
  WRONG_METHOD(405, "wrong-method", "Method not allowed");

  private final int status;
  private final String wireName;
  private final String title;

  ProblemType(int status, String wireName, String title) {
    this.status = status;
    this.wireName = wireName;
    this.title = title;
  }

  /** The server's type for a status; each status of the server has one. */
  public static Optional<ProblemType> of(int status) {
    return Arrays.stream(values()).filter(type -> type.status == status).findFirst();
  }

  /** The last part of {@link Problem#type}. */
  public String wireName() {
    return wireName;
  }

  /** Creates a problem of this type. */
  public Problem problem(String detail, @Nullable String instance, @Nullable String advice) {
    return new Problem(Problem.TYPE + wireName, title, status, detail, instance, advice);
  }
}
