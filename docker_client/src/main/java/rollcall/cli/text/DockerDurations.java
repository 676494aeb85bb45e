package rollcall.cli.text;

import java.time.Duration;

/** Durations as {@code docker ps} prints them. */
public final class DockerDurations {
  private DockerDurations() {}

  /** "Less than a second", "1 second", "About a minute", "3 weeks" … */
  public static String of(Duration age) {
    long seconds = Math.max(0, age.toSeconds());
    long minutes = seconds / 60;
    // Docker rounds hours only.
    long hours = (seconds + 1800) / 3600;
    if (seconds < 1) {
      return "Less than a second";
    }
    if (seconds < 60) {
      return Formats.count(seconds, "second");
    }
    if (minutes < 60) {
      return minutes == 1 ? "About a minute" : minutes + " minutes";
    }
    if (hours < 48) {
      return hours == 1 ? "About an hour" : hours + " hours";
    }
    long days = hours / 24;
    if (days < 14) {
      return days + " days";
    }
    if (days < 60) {
      return days / 7 + " weeks";
    }
    return days < 730 ? days / 30 + " months" : days / 365 + " years";
  }
}
