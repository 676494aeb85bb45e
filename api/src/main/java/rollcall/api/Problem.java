package rollcall.api;

import org.jspecify.annotations.Nullable;

/**
 * An error answer, {@code application/problem+json} (RFC 9457), with one member of our own.
 *
 * @param type {@code urn:rollcall:problem:} and a word that programs can rely on
 * @param title what kind of thing went wrong
 * @param status the HTTP status
 * @param detail what was tried and why it failed, this time
 * @param instance the path that was asked for
 * @param advice what to do about it
 */
public record Problem(
    String type,
    String title,
    int status,
    String detail,
    @Nullable String instance,
    @Nullable String advice) {
  /** Prefix of every {@link #type}. */
  public static final String TYPE = "urn:rollcall:problem:";

  /** The type of the answer to an agent in whose place another one reports. */
  public static final String SUPERSEDED = TYPE + "superseded";

  /** The media type of error answers. */
  public static final String MEDIA_TYPE = "application/problem+json";
}
