package rollcall.cli.text;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Formats memory, CPU, durations and counts. */
public final class Formats {
  private Formats() {}

  public static String memory(double mebibytes) {
    return mebibytes < 1024
        ? String.format(Locale.ROOT, "%.1f MiB", mebibytes)
        : String.format(Locale.ROOT, "%.1f GiB", mebibytes / 1024);
  }

  /** A fraction of the whole host in percent. */
  public static String cpu(double fraction) {
    return String.format(Locale.ROOT, "%.1f %%", fraction * 100);
  }

  /** Like "3 seconds ago"; empty for null. */
  public static String ago(@Nullable Instant then, Instant now) {
    if (then == null) {
      return "";
    }
    Duration age = Duration.between(then, now);
    // The server's time has whole seconds.
    return age.toSeconds() < 1 ? "now" : time(age) + " ago";
  }

  /** The largest whole unit: "59 seconds", "1 minute", "2 days". */
  public static String time(Duration time) {
    long seconds = time.toSeconds();
    if (seconds < 60) {
      return count(seconds, "second");
    }
    if (seconds < 3600) {
      return count(seconds / 60, "minute");
    }
    return seconds < 48 * 3600 ? count(seconds / 3600, "hour") : count(seconds / 86400, "day");
  }

  /** The same, abbreviated: "59s", "1m", "2d". */
  public static String brief(Duration time) {
    return time(time.isNegative() ? Duration.ZERO : time).replaceFirst(" (\\w).*", "$1");
  }

  /** "1 node", "2 nodes". */
  public static String count(long number, String noun) {
    return number + " " + noun + (number == 1 ? "" : "s");
  }
}
