package rollcall.server.webhook;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import rollcall.api.container.Health;
import rollcall.api.container.Report;
import rollcall.api.history.Change.What;
import rollcall.server.storage.Storage;
import rollcall.server.storage.change.ChangeEntry;
import rollcall.server.storage.roster.RosterEntry;

/** Detects webhook events in the change feed; a change gives the same events on every replica. */
final class EventDetector {
  /** Older exits of a container in its first report are ignored if the node was not reporting. */
  private static final Duration RECENT = Duration.ofMinutes(5);

  /** The same if the node was reporting all the time, apart from outages of the database. */
  private static final Duration RECENT_WHILE_REPORTING = Duration.ofHours(1);

  private final Storage storage;
  private final WebhookConfig webhook;
  private final RestartLoops loops;
  private String database;

  EventDetector(Storage storage, WebhookConfig webhook) {
    this.storage = storage;
    this.webhook = webhook;
    this.loops = new RestartLoops(storage, webhook);
    this.database = storage.status().value().id();
  }

  /** Reads the database's id again: a restored backup has a new one. */
  void begin() {
    database = storage.status().value().id();
  }

  List<WebhookEvent> of(ChangeEntry change) {
    List<WebhookEvent> events = new ArrayList<>();
    if (change.what() == What.NODE_STALE) {
      events.add(
          event(
              WebhookEvent.Type.NODE_STALE,
              change,
              "Node " + change.node() + " is stale: its agent no longer reports."));
    } else if (change.what() == What.NODE_BACK) {
      events.add(
          event(
              WebhookEvent.Type.NODE_BACK,
              change,
              "Node " + change.node() + " is back: its agent reports again."));
    } else if (change.what() == What.NODE_CLASH) {
      String text = "Another machine has the name or the engine id of node " + change.node() + ".";
      events.add(event(WebhookEvent.Type.NODE_CLASH, change, text));
    } else if (change.entry() != null && change.what() != What.FORGOTTEN) {
      ofContainer(change, change.entry(), events);
    }
    return events;
  }

  private void ofContainer(ChangeEntry change, RosterEntry entry, List<WebhookEvent> events) {
    boolean isStart = change.what() == What.APPEARED;
    // Most changes are neither; searching the text is cheaper than parsing it.
    boolean mayHaveEnded = entry.facts().contains("\"exit_code\":") || wasRestarted(entry);
    boolean mayBeUnhealthy = entry.facts().contains("unhealthy");
    if (!isStart && !mayHaveEnded && !mayBeUnhealthy) {
      return;
    }
    Report now = entry.toContainer().report();
    @Nullable Report before = isStart ? null : before(change, entry);
    ContainerEnds.between(before, now)
        .filter(ends -> isReportable(change, entry, before, now))
        .ifPresent(ends -> ended(change, entry, now, ends, events));
    if (now.health() == Health.UNHEALTHY
        && (before == null || before.health() != Health.UNHEALTHY)
        && now.exitCode() == null) {
      events.add(
          event(WebhookEvent.Type.CONTAINER_UNHEALTHY, change, where(now) + " is unhealthy."));
    }
    if (isStart && now.service() != null && loops.beginsInSlot(change, entry, now)) {
      events.add(loop(change, now));
    }
  }

  private static boolean wasRestarted(RosterEntry entry) {
    return entry.facts().contains("\"restarts\":") && !entry.facts().contains("\"restarts\":0,");
  }

  private @Nullable Report before(ChangeEntry change, RosterEntry entry) {
    return storage.changes().versions(entry.id(), change.revision() - 1, 1).stream()
        .map(ChangeEntry::entry)
        .filter(Objects::nonNull)
        .map(version -> version.toContainer().report())
        .findFirst()
        .orElse(null);
  }

  /** Excludes exits that are old, or that happened before the node was known. */
  private boolean isReportable(
      ChangeEntry change, RosterEntry entry, @Nullable Report before, Report now) {
    Instant finished = now.finished();
    if (finished == null || (before != null && !ContainerEnds.isEnded(before))) {
      return true;
    }
    Instant end = RestartLoops.atDatabase(entry, finished, change.time());
    Duration recent = before == null && wasReporting(now, change) ? RECENT_WHILE_REPORTING : RECENT;
    return !end.isBefore(change.time().minus(recent))
        && (before != null
            || now.node() == null
            || !storage
                .changes()
                .hasNodeChange(What.NODE_APPEARED, now.node(), end.plusNanos(1), change.time()));
  }

  /** Whether the node was not stale before the container's first report. */
  private boolean wasReporting(Report first, ChangeEntry change) {
    return first.node() != null
        && !storage
            .changes()
            .hasNodeChange(What.NODE_BACK, first.node(), change.time(), change.time());
  }

  private void ended(
      ChangeEntry change,
      RosterEntry entry,
      Report now,
      ContainerEnds ends,
      List<WebhookEvent> events) {
    if (ends.isOutOfMemory()) {
      String text = where(now) + " ran out of memory" + restartText(ends);
      events.add(event(WebhookEvent.Type.CONTAINER_OOM, change, text));
    } else if (ends.exitCode() == null) {
      String text = where(now) + " ended with an unknown exit code" + restartText(ends);
      events.add(event(WebhookEvent.Type.CONTAINER_DIED, change, text));
    } else if (ends.exitCode() != 0) {
      String text = where(now) + " died with exit code " + ends.exitCode() + restartText(ends);
      events.add(event(WebhookEvent.Type.CONTAINER_DIED, change, text));
    }
    if (ends.restarts() > 0 && loops.beginsInContainer(change, entry)) {
      events.add(loop(change, now));
    }
  }

  /** Ends the sentence: the number of exits, and whether the container restarts. */
  private static String restartText(ContainerEnds ends) {
    String times = ends.count() > 1 ? " (the last of " + ends.count() + " exits)" : "";
    return ends.restarts() > 0
        ? times + "; its policy restarts it (restart " + ends.restarts() + ")."
        : times + ".";
  }

  private WebhookEvent loop(ChangeEntry change, Report now) {
    String text =
        where(now)
            + " is in a restart loop: "
            + webhook.starts()
            + " starts within "
            + webhook.window().toSeconds()
            + " s.";
    return event(WebhookEvent.Type.RESTART_LOOP, change, text);
  }

  private static String where(Report report) {
    return report.name() + (report.node() == null ? "" : " on " + report.node());
  }

  private WebhookEvent event(WebhookEvent.Type type, ChangeEntry change, String text) {
    return WebhookEvent.of(database, type, change, text);
  }
}
