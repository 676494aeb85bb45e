package rollcall.server.webhook;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import rollcall.api.container.Report;
import rollcall.api.history.Change.What;
import rollcall.server.storage.Storage;
import rollcall.server.storage.change.ChangeEntry;
import rollcall.server.storage.roster.RosterEntry;

/**
 * Detects restart loops: a number of starts within the window, each after an unexpected exit. All
 * times are by the database's clock.
 */
final class RestartLoops {
  /** Maximum changes per restart: restarting, running, starting, healthy and others. */
  private static final int CHANGES = 8;

  /** Factor for the containers to read: starts after an expected exit are skipped. */
  private static final int READ_FACTOR = 3;

  private final Storage storage;
  private final int starts;
  private final Duration window;

  /** A container's start, by the database's clock. */
  private record Start(String container, @Nullable String node, Instant moment) {}

  RestartLoops(Storage storage, WebhookConfig webhook) {
    this.storage = storage;
    this.starts = webhook.starts();
    this.window = webhook.window();
  }

  /** Whether the start of a service's new container completes a loop in its slot. */
  boolean beginsInSlot(ChangeEntry change, RosterEntry entry, Report report) {
    if (startOf(entry, report, change.time()).isBefore(change.time().minus(window))) {
      return false;
    }
    List<Start> found = failedStarts(change, entry);
    if (found.isEmpty()
        || !found.get(0).container().equals(entry.id())
        || !within(moments(found), 0)) {
      return false;
    }
    // Last, because it costs most.
    found.removeIf(start -> !wasWatched(start, change.time()));
    return begins(moments(found), 1);
  }

  /** Returns a slot's starts that do not follow an expected exit, newest first. */
  private List<Start> failedStarts(ChangeEntry change, RosterEntry entry) {
    List<RosterEntry> mates =
        storage.changes().slotMates(entry.id(), change.revision(), READ_FACTOR * (starts + 1));
    List<Report> reports = mates.stream().map(mate -> mate.toContainer().report()).toList();
    List<Start> found = new ArrayList<>();
    for (int i = 0; i < mates.size(); i++) {
      if (i + 1 == mates.size() || !endedAsExpected(reports.get(i + 1))) {
        Report report = reports.get(i);
        Instant moment = startOf(mates.get(i), report, change.time());
        found.add(new Start(report.id(), report.node(), moment));
      }
    }
    return found;
  }

  private static List<Instant> moments(List<Start> starts) {
    return starts.stream().map(Start::moment).toList();
  }

  /** Whether a container's newest restarts by its policy complete a loop. */
  boolean beginsInContainer(ChangeEntry change, RosterEntry entry) {
    int limit = CHANGES * (starts + 1);
    List<ChangeEntry> versions = storage.changes().versions(entry.id(), change.revision(), limit);
    List<Instant> moments = new ArrayList<>();
    int last = 0;
    for (int i = 0; i + 1 < versions.size() && moments.size() <= starts + last; i++) {
      int restarts =
          Math.min(
              starts,
              ContainerEnds.restartsBetween(
                  restarts(versions.get(i + 1)), restarts(versions.get(i))));
      moments.addAll(Collections.nCopies(restarts, versions.get(i).time()));
      last = i == 0 ? restarts : last;
    }
    return begins(moments, last);
  }

  /** Whether one of the {@code count} newest starts is the first that completes a loop. */
  private boolean begins(List<Instant> newestFirst, int count) {
    if (within(newestFirst, count)) {
      return false;
    }
    for (int i = 0; i < count; i++) {
      if (within(newestFirst, i)) {
        return true;
      }
    }
    return false;
  }

  /** Whether the start at an index is the last of enough starts within the window. */
  private boolean within(List<Instant> newestFirst, int index) {
    int first = index + starts - 1;
    return first < newestFirst.size()
        && !newestFirst.get(first).isBefore(newestFirst.get(index).minus(window));
  }

  /** Whether the start was after the node's first report. */
  private boolean wasWatched(Start start, Instant now) {
    return start.node() == null
        || !storage
            .changes()
            .hasNodeChange(What.NODE_APPEARED, start.node(), start.moment().plusNanos(1), now);
  }

  /** Whether a container's exit was expected, so that the next start in its slot is no failure. */
  private boolean endedAsExpected(Report report) {
    if (report.exitCode() == null) {
      return false;
    }
    boolean isExpected = !Boolean.FALSE.equals(report.stopped());
    return ContainerEnds.isStopped(report)
        || (report.exitCode() == 0 && (isExpected || isJob(report.service())));
  }

  /** Whether a service is a job, whose containers exit with 0 when they are done. */
  private boolean isJob(@Nullable String service) {
    return storage.nodes().services().stream()
        .anyMatch(known -> known.name().equals(service) && known.mode().contains("job"));
  }

  /** Returns a container's start, converted from its node's clock to the database's. */
  private static Instant startOf(RosterEntry entry, Report report, Instant now) {
    Instant started = report.started() == null ? report.created() : report.started();
    return started == null ? entry.seen().first() : atDatabase(entry, started, now);
  }

  /** Converts a time in a container's report from its node's clock to the database's. */
  static Instant atDatabase(RosterEntry entry, Instant moment, Instant now) {
    Duration age = Duration.between(moment, entry.usage().timestamp());
    Instant time = age.isNegative() ? entry.seen().last() : entry.seen().last().minus(age);
    return time.isAfter(now) ? now : time;
  }

  private static @Nullable Integer restarts(ChangeEntry version) {
    RosterEntry entry = version.entry();
    return entry == null ? null : entry.toContainer().report().restarts();
  }
}
