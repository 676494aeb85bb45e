package rollcall.server.storage.roster;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import rollcall.api.container.Report;
import rollcall.api.json.Json;

/**
 * An entry of the roster as it is stored: what seldom changes as one JSON object, and what each
 * report changes beside it. It becomes the {@link rollcall.api.container.Container} of the wire by
 * joining texts: a page of a hundred is not worth parsing only to write it again.
 *
 * @param state the engine's word for it; null where it is unknown
 * @param facts the report's JSON object without state and usage
 */
public record RosterEntry(
    String id, String name, @Nullable String state, String facts, Usage usage, Seen seen) {

  /** What the newest report measured. */
  public record Usage(Instant timestamp, double memoryUsage, double cpuUsage) {
    public static Usage of(Report report) {
      return new Usage(report.timestamp(), report.memoryUsage(), report.cpuUsage());
    }
  }

  /**
   * When there were reports of it.
   *
   * @param removedAt null while it exists
   */
  public record Seen(Instant first, Instant last, @Nullable Instant removedAt) {}

  /** Characters of what differs in length. */
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

  /** With what a report measured, and last seen at {@code now} at least. */
  public RosterEntry measured(Report report, Instant now) {
    Instant last = now.isAfter(seen.last()) ? now : seen.last();
    return new RosterEntry(
        id, name, state, facts, Usage.of(report), new Seen(seen.first(), last, seen.removedAt()));
  }

  /** The container as the client will read it. */
  public rollcall.api.container.Container toContainer() {
    StringBuilder json = new StringBuilder(facts.length() + 256);
    writeTo(json);
    return Json.read(json.toString(), rollcall.api.container.Container.class);
  }
}
