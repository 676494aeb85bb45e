package rollcall.cli.text;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import rollcall.api.Timestamps;
import rollcall.common.InvalidException;

/** Parses times like "10 minutes ago", 2h, 12:00, yesterday or 2026-11-20T21:29:23Z. */
public final class TimeParser {
  private static final Pattern AGO =
      Pattern.compile("(\\d{1,6}|an?)\\s*(ms|[a-z]+?)s?(?:\\s+ago)?");
  // A day, a time of day and a zone (default UTC, as in tables).
  private static final Pattern CLOCK =
      Pattern.compile(
          "(?:(today|yesterday|(?:\\d{4}-)?\\d{2}-\\d{2})(?:[T ]+|$))?"
              + "(\\d{1,2}:\\d{2}(?::\\d{2})?)?(?: *([A-Za-z][A-Za-z0-9/_+:-]*))?",
          Pattern.CASE_INSENSITIVE);

  private TimeParser() {}

  /**
   * Parses a time.
   *
   * @param now called only if the time is relative to it
   */
  public static Instant parse(String text, Supplier<Instant> now) {
    String words = text.strip();
    if (words.equalsIgnoreCase("now")) {
      return now.get();
    }
    Matcher relative = AGO.matcher(words.toLowerCase(Locale.ROOT));
    if (relative.matches() && !unit(relative.group(2)).equals(ChronoUnit.FOREVER)) {
      long number = relative.group(1).startsWith("a") ? 1 : Long.parseLong(relative.group(1));
      return before(now.get(), number, unit(relative.group(2)));
    }
    if (words.matches("\\d{11,}")) {
      throw new InvalidException(
          "\"" + text + "\" is not a time: expected seconds since 1970, not milliseconds");
    }
    try {
      return Timestamps.parse(words);
    } catch (InvalidException e) {
      return clock(text, CLOCK.matcher(words), now);
    }
  }

  /** Months and years are calendar months and years. */
  private static Instant before(Instant now, long number, ChronoUnit unit) {
    try {
      Instant then = now.atZone(ZoneOffset.UTC).minus(number, unit).toInstant();
      if (!then.isBefore(Instant.EPOCH)) {
        return then;
      }
    } catch (DateTimeException | ArithmeticException e) {
      // Too far in the past, see below.
    }
    throw new InvalidException(
        number + " " + unit.name().toLowerCase(Locale.ROOT) + " ago is before 1970");
  }

  private static ChronoUnit unit(String word) {
    return switch (word) {
      case "ms", "millisecond" -> ChronoUnit.MILLIS;
      case "s", "sec", "second" -> ChronoUnit.SECONDS;
      case "m", "min", "minute" -> ChronoUnit.MINUTES;
      case "h", "hr", "hour" -> ChronoUnit.HOURS;
      case "d", "day" -> ChronoUnit.DAYS;
      case "w", "week" -> ChronoUnit.WEEKS;
      case "month" -> ChronoUnit.MONTHS;
      case "y", "year" -> ChronoUnit.YEARS;
      default -> ChronoUnit.FOREVER;
    };
  }

  private static Instant clock(String text, Matcher clock, Supplier<Instant> now) {
    try {
      if (clock.matches() && (clock.group(1) != null || clock.group(2) != null)) {
        ZoneId zone =
            clock.group(3) == null ? ZoneOffset.UTC : ZoneId.of(clock.group(3), ZoneId.SHORT_IDS);
        return at(clock.group(1), clock.group(2), now.get().atZone(zone)).toInstant();
      }
    } catch (DateTimeException e) {
      // Not a time, see below.
    }
    throw new InvalidException(
        "\""
            + text
            + "\" is not a time; expected like \"10 minutes ago\", 2h, 12:00, \"yesterday 12:00\","
            + " \"2026-11-20 22:29 Europe/Berlin\" or 2026-11-20T21:29:23Z");
  }

  private static ZonedDateTime at(
      @Nullable String day, @Nullable String timeOfDay, ZonedDateTime now) {
    LocalDate date = date(day, now.toLocalDate());
    if (timeOfDay == null) {
      // "yesterday" is 24 hours ago; a date alone is its midnight.
      return "yesterday".equalsIgnoreCase(day)
          ? now.minusDays(1)
          : date.atStartOfDay(now.getZone());
    }
    String padded = timeOfDay.indexOf(':') == 1 ? "0" + timeOfDay : timeOfDay;
    ZonedDateTime then = date.atTime(LocalTime.parse(padded)).atZone(now.getZone());
    // A time of day alone is the latest one in the past.
    return day == null && then.isAfter(now) ? then.minusDays(1) : then;
  }

  private static LocalDate date(@Nullable String day, LocalDate today) {
    if (day == null || day.equalsIgnoreCase("today")) {
      return today;
    }
    if (day.equalsIgnoreCase("yesterday")) {
      return today.minusDays(1);
    }
    return LocalDate.parse(day.length() == 5 ? today.getYear() + "-" + day : day);
  }
}
