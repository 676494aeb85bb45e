package rollcall.server.storage.roster;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import rollcall.api.container.Report;
import rollcall.api.json.Json;

/**
 * An entry of the roster as it is stored: the stable fields as one JSON object, and the fields that
 * change with each report. {@link #writeTo} concatenates them to the JSON of {@link
 * rollcall.api.container.Container}, which is faster than parsing and serializing again.
 *
 * @param state the engine's name of the state; null if unknown
 * @param facts the report's JSON object without state and usage
 */
public record RosterEntry(
    String id, String name, @Nullable String state, String facts, Usage usage, Seen seen) {

  /** The newest report's measurements. */
  public record Usage(Instant timestamp, double memoryUsage, double cpuUsage) {
    public static Usage of(Report report) {
      return new Usage(report.timestamp(), report.memoryUsage(), report.cpuUsage());
    }
  }

  /**
   * The times of its reports.
   *
   * @param removedAt null while it exists
   */
  public record Seen(Instant first, Instant last, @Nullable Instant removedAt) {}

  /** Total length of the fields of variable length, in characters. */
  public int length() {
    return id.length() + name.length() + facts.length();
  }

  /** Appends the container's JSON object. */
  public void writeTo(StringBuilder out) {
    out.append(facts, 0, facts.length() - 1);
    if (state != null) {
      out.append(",\"state\":\"").append(state).append('"');
    }
    out.append(",\"timestamp\":\"")
        .append(usage.timestamp())
        .append("\",\"memory_usage\":")
        .append(usage.memoryUsage())
        .append(",\"cpu_usage\":")
        .append(usage.cpuUsage())
        .append(",\"first_seen\":\"")
        .append(seen.first())
        .append("\",\"last_seen\":\"")
        .append(seen.last());
    if (seen.removedAt() != null) {
      out.append("\",\"removed_at\":\"").append(seen.removedAt());
    }
    out.append("\"}");
  }

  /** Returns a copy with a report's measurements, last seen at {@code now} or later. */
  public RosterEntry measured(Report report, Instant now) {
    Instant last = now.isAfter(seen.last()) ? now : seen.last();
    return new RosterEntry(
        id, name, state, facts, Usage.of(report), new Seen(seen.first(), last, seen.removedAt()));
  }

  public rollcall.api.container.Container toContainer() {
    StringBuilder json = new StringBuilder(facts.length() + 256);
    writeTo(json);
    return Json.read(json.toString(), rollcall.api.container.Container.class);
  }
}
