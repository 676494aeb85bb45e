package rollcall.cli.text;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import rollcall.api.InvalidException;
import rollcall.api.Timestamps;

/** Points in time as people say them: "10 minutes ago", "2h", or a time. */
public final class Moments {
  private static final Pattern AGO =
      Pattern.compile(
          "(\\d{1,6}|an?)\\s*(s|m|h|d|w|sec|min|second|minute|hour|day|week)s?(\\s+ago)?");

  private Moments() {}

  /**
   * Reads one.
   *
   * @param now asked only where the moment is relative to it
   */
  public static Instant parse(String text, Supplier<Instant> now) {
    Matcher ago = AGO.matcher(text.strip().toLowerCase(Locale.ROOT));
    if (ago.matches()) {
      String count = ago.group(1);
      long number = count.startsWith("a") ? 1 : Long.parseLong(count);
      return now.get().minus(unit(ago.group(2)).multipliedBy(number));
    }
    try {
      return Timestamps.parse(text);
    } catch (InvalidException e) {
      throw new InvalidException(
          "\""
              + text
              + "\" is not a time; expected like \"10 minutes ago\", 2h or 2026-11-20T21:29:23Z");
    }
  }

  private static Duration unit(String word) {
    return switch (word.charAt(0)) {
      case 's' -> Duration.ofSeconds(1);
      case 'm' -> Duration.ofMinutes(1);
      case 'h' -> Duration.ofHours(1);
      case 'd' -> Duration.ofDays(1);
      default -> Duration.ofDays(7);
    };
  }
}
