package rollcall.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An error response, {@code application/problem+json} (RFC 9457), with two extension members.
 *
 * @param type {@code urn:rollcall:problem:} and a stable name, for programs
 * @param title the kind of error
 * @param status the HTTP status
 * @param detail what failed in this request, and why
 * @param instance the request's path
 * @param advice what to do about it
 * @param earliest the earliest available time, if the request was for one before it; else absent
 */
public record Problem(
    String type,
    String title,
    int status,
    String detail,
    @Nullable String instance,
    @Nullable String advice,
    @Nullable Instant earliest) {
  /** Prefix of every {@link #type}. */
  public static final String TYPE = "urn:rollcall:problem:";

  /** The type for an agent that was replaced by another one. */
  public static final String SUPERSEDED = TYPE + "superseded";

  /** The media type of error responses. */
  public static final String MEDIA_TYPE = "application/problem+json";

  /** A problem without {@link #earliest}. */
  public Problem(
      String type,
      String title,
      int status,
      String detail,
      @Nullable String instance,
      @Nullable String advice) {
    this(type, title, status, detail, instance, advice, null);
  }

  /** The same problem with {@link #earliest}. */
  public Problem with(@Nullable Instant first) {
    return new Problem(type, title, status, detail, instance, advice, first);
  }
}
