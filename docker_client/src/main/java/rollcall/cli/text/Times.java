package rollcall.cli.text;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Formats times for tables, in UTC; {@link TimeParser} can parse them. */
public final class Times {
  private static final DateTimeFormatter FULL = format("uuuu-MM-dd HH:mm:ss");
  private static final DateTimeFormatter TODAY = format("HH:mm:ss");
  private static final DateTimeFormatter THIS_YEAR = format("MM-dd HH:mm");
  private static final DateTimeFormatter DATE = format("uuuu-MM-dd");

  private Times() {}

  /** Like 2026-11-20 21:29:23; empty for null. */
  public static String full(@Nullable Instant time) {
    return time == null ? "" : FULL.format(utc(time));
  }

  /** The time of day if it is today, month, day and time if it is this year, else the date. */
  public static String brief(@Nullable Instant time, Instant now) {
    if (time == null) {
      return "";
    }
    LocalDateTime then = utc(time);
    LocalDateTime today = utc(now);
    if (then.toLocalDate().equals(today.toLocalDate())) {
      return TODAY.format(then);
    }
    return (then.getYear() == today.getYear() ? THIS_YEAR : DATE).format(then);
  }

  /** Like 2026-11-20 22:29:23 Europe/Berlin. */
  public static String in(ZoneId zone, Instant time) {
    String name = zone.getRules().equals(ZoneOffset.UTC.getRules()) ? "UTC" : zone.getId();
    return FULL.format(LocalDateTime.ofInstant(time, zone)) + " " + name;
  }

  private static LocalDateTime utc(Instant time) {
    return LocalDateTime.ofInstant(time, ZoneOffset.UTC);
  }

  private static DateTimeFormatter format(String pattern) {
    return DateTimeFormatter.ofPattern(pattern, Locale.ROOT);
  }
}
