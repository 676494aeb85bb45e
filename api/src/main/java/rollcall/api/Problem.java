package rollcall.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An error response, {@code application/problem+json} (RFC 9457), with two extension members.
 *
 * @param type {@code urn:rollcall:problem:} and a word that programs can rely on
 * @param title what kind of thing went wrong
 * @param status the HTTP status
 * @param detail what was tried and why it failed, this time
 * @param instance the path that was asked for
 * @param advice what to do about it
 * @param earliest the first moment that can be asked for, where one before it was; else absent
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

  /** The type of the answer to an agent in whose place another one reports. */
  public static final String SUPERSEDED = TYPE + "superseded";

  /** The media type of error answers. */
  public static final String MEDIA_TYPE = "application/problem+json";

  /** One that is not about a moment. */
  public Problem(
      String type,
      String title,
      int status,
      String detail,
      @Nullable String instance,
      @Nullable String advice) {
    this(type, title, status, detail, instance, advice, null);
  }

  /** The same, with the first moment that can be asked for. */
  public Problem with(@Nullable Instant first) {
    return new Problem(type, title, status, detail, instance, advice, first);
  }
}
