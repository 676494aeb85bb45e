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
 * Detects restart loops: a number of starts within the window, each after an unexpected end. All
 * times are the database's.
 */
final class RestartLoops {
  /** A restart makes a few changes: restarting, running, starting, healthy. */
  private static final int CHANGES = 8;

  /** Starts after a wanted end may lie between the others. */
  private static final int MATES = 3;

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

  /** Whether the start of a service's new container makes its slot's starts a loop. */
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
    // Asked last: it is what costs most.
    found.removeIf(start -> !wasWatched(start, change.time()));
    return begins(moments(found), 1);
  }

  /** The starts of a slot that follow no wanted end, newest first. */
  private List<Start> failedStarts(ChangeEntry change, RosterEntry entry) {
    List<RosterEntry> mates =
        storage.changes().slotMates(entry.id(), change.revision(), MATES * (starts + 1));
    List<Report> reports = mates.stream().map(mate -> mate.toContainer().report()).toList();
    List<Start> found = new ArrayList<>();
    for (int i = 0; i < mates.size(); i++) {
      if (i + 1 == mates.size() || !endedWell(reports.get(i + 1))) {
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

  /** Whether restarts of one container by its policy, the last {@code count} just now, are one. */
  boolean beginsInContainer(ChangeEntry change, RosterEntry entry) {
    int limit = CHANGES * (starts + 1);
    List<ChangeEntry> versions = storage.changes().versions(entry.id(), change.revision(), limit);
    List<Instant> moments = new ArrayList<>();
    int last = 0;
    for (int i = 0; i + 1 < versions.size() && moments.size() <= starts + last; i++) {
      int rise =
          Math.min(
              starts, ContainerEnds.rise(restarts(versions.get(i + 1)), restarts(versions.get(i))));
      moments.addAll(Collections.nCopies(rise, versions.get(i).time()));
      last = i == 0 ? rise : last;
    }
    return begins(moments, last);
  }

  /** Whether the newest moments, {@code count} of them, are the first that make a loop. */
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

  /** Whether the start at an index is the last of as many as make a loop. */
  private boolean within(List<Instant> newestFirst, int index) {
    int first = index + starts - 1;
    return first < newestFirst.size()
        && !newestFirst.get(first).isBefore(newestFirst.get(index).minus(window));
  }

  /** What happened before the node was first heard of, nothing watched. */
  private boolean wasWatched(Start start, Instant now) {
    return start.node() == null
        || !storage
            .changes()
            .hasNodeChange(What.NODE_APPEARED, start.node(), start.moment().plusNanos(1), now);
  }

  /** Whether the next start in the slot needs no other reason. */
  private boolean endedWell(Report report) {
    if (report.exitCode() == null) {
      return false;
    }
    boolean isWanted = !Boolean.FALSE.equals(report.stopped());
    return ContainerEnds.isStopped(report)
        || (report.exitCode() == 0 && (isWanted || isJob(report.service())));
  }

  /** A job that did its work starts again when it is time. */
  private boolean isJob(@Nullable String service) {
    return storage.nodes().services().stream()
        .anyMatch(known -> known.name().equals(service) && known.mode().contains("job"));
  }

  /** By the node's clock alone it is known how long before the report that was. */
  private static Instant startOf(RosterEntry entry, Report report, Instant now) {
    Instant started = report.started() == null ? report.created() : report.started();
    return started == null ? entry.seen().first() : atDatabase(entry, started, now);
  }

  /** A moment of a container's own report by the database's clock. */
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
