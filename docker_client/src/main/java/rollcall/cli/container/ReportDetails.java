package rollcall.cli.container;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import rollcall.api.container.Container;
import rollcall.api.container.Report;
import rollcall.api.container.ResourceLimits;
import rollcall.api.container.Source;
import rollcall.cli.table.Cell;
import rollcall.cli.table.KeyValueList;
import rollcall.cli.text.Formats;

/** A report or a roster entry in full. */
public final class ReportDetails {
  private ReportDetails() {}

  public static KeyValueList of(Container container, Instant now) {
    return of(container.report())
        .add("first seen", time(container.firstSeen(), now))
        .add("last seen", time(container.lastSeen(), now))
        .add("removed", time(container.removedAt(), now));
  }

  public static KeyValueList of(Report report) {
    KeyValueList list =
        new KeyValueList()
            .add("id", report.id())
            .add("name", report.name())
            .add("image", report.image())
            .add("digest", report.imageDigest())
            .add("kind", report.kind() == Source.PROCESS ? "process (not a container)" : null)
            .add("state", Cell.of(report.state()))
            .add("health", report.health() == null ? null : report.health().wireName())
            .add("exit code", report.exitCode())
            .add("oom killed", Boolean.TRUE.equals(report.oomKilled()) ? "yes" : null)
            .add("restarts", report.restarts())
            .add("node", report.node())
            .add("service", report.service())
            .add("slot", report.slot())
            .add("task", report.task())
            .add("memory", Formats.memory(report.memoryUsage()))
            .add("cpu", Formats.cpu(report.cpuUsage()) + " of the host")
            .add("limits", limits(report.limits()))
            .addAll("ports", report.ports().stream().map(PsRow::port).toList())
            .addAll(
                "networks",
                report.networks().stream()
                    .map(n -> n.ipAddress() == null ? n.name() : n.name() + " " + n.ipAddress())
                    .toList());
    List<String> labels = new ArrayList<>();
    new TreeMap<>(report.labels()).forEach((key, value) -> labels.add(key + "=" + value));
    return list.addAll("labels", labels)
        .add("created", seconds(report.created()))
        .add("started", seconds(report.started()))
        .add("finished", seconds(report.finished()))
        .add("reported", seconds(report.timestamp()));
  }

  private static @Nullable String time(@Nullable Instant time, Instant now) {
    return time == null ? null : seconds(time) + " (" + Formats.ago(time, now) + ")";
  }

  private static @Nullable Instant seconds(@Nullable Instant time) {
    return time == null ? null : time.truncatedTo(ChronoUnit.SECONDS);
  }

  private static @Nullable String limits(@Nullable ResourceLimits limits) {
    if (limits == null) {
      return null;
    }
    List<String> parts = new ArrayList<>();
    if (limits.memory() != null) {
      parts.add("memory " + Formats.memory(limits.memory()));
    }
    if (limits.cpus() != null) {
      parts.add("cpus " + limits.cpus());
    }
    if (limits.pids() != null) {
      parts.add("pids " + limits.pids());
    }
    return parts.isEmpty() ? null : String.join(", ", parts);
  }
}
