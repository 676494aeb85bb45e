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

/** Detects events in the change feed. The same change gives the same events on every replica. */
final class EventDetector {
  /** What ended longer before it was first heard of is history, where its node was not heard. */
  private static final Duration RECENT = Duration.ofMinutes(5);

  /** The same where its node was heard all the time, but for the time without a database. */
  private static final Duration RECENT_WHERE_HEARD = Duration.ofHours(1);

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

  /** Looks which database it is: another's backup may have taken its place. */
  void begin() {
    database = storage.status().value().id();
  }

  List<WebhookEvent> of(ChangeEntry change) {
    List<WebhookEvent> notices = new ArrayList<>();
    if (change.what() == What.NODE_STALE) {
      notices.add(
          notice(
              WebhookEvent.Type.NODE_STALE,
              change,
              "Node " + change.node() + " is silent: its agent no longer reports."));
    } else if (change.what() == What.NODE_BACK) {
      notices.add(
          notice(
              WebhookEvent.Type.NODE_BACK,
              change,
              "Node " + change.node() + " is back: its agent reports again."));
    } else if (change.what() == What.NODE_CLASH) {
      String text = "Node " + change.node() + " and another machine are taken for each other.";
      notices.add(notice(WebhookEvent.Type.NODE_CLASH, change, text));
    } else if (change.entry() != null && change.what() != What.FORGOTTEN) {
      ofContainer(change, change.entry(), notices);
    }
    return notices;
  }

  private void ofContainer(ChangeEntry change, RosterEntry entry, List<WebhookEvent> notices) {
    boolean isStart = change.what() == What.APPEARED;
    // Most changes are neither; reading texts is cheaper than reading JSON.
    boolean mayHaveEnded = entry.facts().contains("\"exit_code\":") || wasRestarted(entry);
    boolean isIll = entry.facts().contains("unhealthy");
    if (!isStart && !mayHaveEnded && !isIll) {
      return;
    }
    Report now = entry.toContainer().report();
    @Nullable Report before = isStart ? null : before(change, entry);
    ContainerEnds.between(before, now)
        .filter(ends -> isNews(change, entry, before, now))
        .ifPresent(ends -> ended(change, entry, now, ends, notices));
    if (now.health() == Health.UNHEALTHY
        && (before == null || before.health() != Health.UNHEALTHY)
        && now.exitCode() == null) {
      notices.add(
          notice(WebhookEvent.Type.CONTAINER_UNHEALTHY, change, where(now) + " is unhealthy."));
    }
    if (isStart && now.service() != null && loops.beginsInSlot(change, entry, now)) {
      notices.add(loop(change, now));
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

  /** An end that was not seen to come may be old, or from before anybody watched. */
  private boolean isNews(
      ChangeEntry change, RosterEntry entry, @Nullable Report before, Report now) {
    Instant finished = now.finished();
    if (finished == null || (before != null && !ContainerEnds.isEnded(before))) {
      return true;
    }
    Instant end = RestartLoops.atDatabase(entry, finished, change.time());
    Duration recent = before == null && wasHeard(now, change) ? RECENT_WHERE_HEARD : RECENT;
    return !end.isBefore(change.time().minus(recent))
        && (before != null
            || now.node() == null
            || !storage
                .changes()
                .hasNodeChange(What.NODE_APPEARED, now.node(), end.plusNanos(1), change.time()));
  }

  /** Whether its node was neither new nor overdue when it was first heard of. */
  private boolean wasHeard(Report first, ChangeEntry change) {
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
      List<WebhookEvent> notices) {
    if (ends.isOutOfMemory()) {
      String text = where(now) + " ran out of memory" + again(ends);
      notices.add(notice(WebhookEvent.Type.CONTAINER_OOM, change, text));
    } else if (ends.exitCode() == null) {
      String text = where(now) + " ended with an exit code that was not seen" + again(ends);
      notices.add(notice(WebhookEvent.Type.CONTAINER_DIED, change, text));
    } else if (ends.exitCode() != 0) {
      String text = where(now) + " died with exit code " + ends.exitCode() + again(ends);
      notices.add(notice(WebhookEvent.Type.CONTAINER_DIED, change, text));
    }
    if (ends.restarts() > 0 && loops.beginsInContainer(change, entry)) {
      notices.add(loop(change, now));
    }
  }

  /** The end of the sentence: how often, and that it runs again. */
  private static String again(ContainerEnds ends) {
    String times = ends.count() > 1 ? ", the last of " + ends.count() + " ends" : "";
    return ends.restarts() > 0
        ? times + "; its policy restarts it, number " + ends.restarts() + "."
        : times + ".";
  }

  private WebhookEvent loop(ChangeEntry change, Report now) {
    String text =
        where(now)
            + " starts again and again: "
            + webhook.starts()
            + " times within "
            + webhook.window().toSeconds()
            + " s.";
    return notice(WebhookEvent.Type.RESTART_LOOP, change, text);
  }

  private static String where(Report report) {
    return report.name() + (report.node() == null ? "" : " on " + report.node());
  }

  private WebhookEvent notice(WebhookEvent.Type type, ChangeEntry change, String text) {
    return WebhookEvent.of(database, type, change, text);
  }
}
