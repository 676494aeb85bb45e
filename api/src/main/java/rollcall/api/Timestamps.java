package rollcall.api;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import rollcall.common.InvalidException;

/**
 * Parses timestamps: RFC 3339 ({@code 2026-11-20T21:29:23Z}, any offset, UTC if it is missing), the
 * same with a space for the T (Python's {@code str(datetime)}), or seconds since 1970. Output is
 * always RFC 3339 in UTC.
 */
public final class Timestamps {
  // Fits into 64-bit nanoseconds since 1970, with room for arithmetic.
  private static final Instant MIN = Instant.EPOCH;
  private static final Instant MAX = Instant.parse("2200-01-01T00:00:00Z");

  private Timestamps() {}

  /**
   * Parses any of these formats.
   *
   * @throws InvalidException quoting the text
   */
  public static Instant parse(String text) {
    String iso = text.strip().replace(' ', 'T');
    try {
      return hasOffset(iso)
          ? OffsetDateTime.parse(iso).toInstant()
          : LocalDateTime.parse(iso).toInstant(ZoneOffset.UTC);
    } catch (DateTimeParseException notIso) {
      return ofEpochSeconds(text.strip());
    }
  }

  /** Whether it ends with Z or an offset like +02:00; the parser validates the digits. */
  private static boolean hasOffset(String iso) {
    int end = iso.length();
    return iso.endsWith("Z")
        || iso.endsWith("z")
        || (end > 6 && "+-".indexOf(iso.charAt(end - 6)) >= 0 && iso.charAt(end - 3) == ':');
  }

  private static Instant ofEpochSeconds(String text) {
    try {
      BigDecimal seconds = new BigDecimal(text);
      if (seconds.precision() > 40 || Math.abs(seconds.scale()) > 20) {
        throw new ArithmeticException("too many digits");
      }
      BigDecimal whole = seconds.setScale(0, java.math.RoundingMode.FLOOR);
      long nanos = seconds.subtract(whole).movePointRight(9).longValue();
      return Instant.ofEpochSecond(whole.longValueExact(), nanos);
    } catch (NumberFormatException | ArithmeticException | DateTimeException e) {
      String shown = text.length() > 40 ? text.substring(0, 40) + "…" : text;
      throw new InvalidException(
          "\""
              + shown
              + "\" is not a time; expected like 2026-11-20T21:29:23Z or seconds since 1970");
    }
  }

  /** Whether a record may contain this time. */
  public static boolean isAllowed(Instant time) {
    return !time.isBefore(MIN) && !time.isAfter(MAX);
  }

  public static void check(String field, Instant time) {
    if (!isAllowed(time)) {
      throw new InvalidException(field + ": " + time + " is not between " + MIN + " and " + MAX);
    }
  }
}
