package rollcall.server.webhook;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import rollcall.api.Change.What;
import rollcall.api.Health;
import rollcall.api.Report;
import rollcall.server.storage.ChangeEntry;
import rollcall.server.storage.Entry;
import rollcall.server.storage.Storage;

/** Finds out which changes are events. The same change gives the same events on every replica. */
final class NewsDesk {
  /** What ended longer before it was first heard of is history: a node's first list has such. */
  private static final Duration RECENT = Duration.ofMinutes(5);

  private final Storage storage;
  private final Webhook webhook;
  private final String database;

  NewsDesk(Storage storage, Webhook webhook) {
    this.storage = storage;
    this.webhook = webhook;
    this.database = storage.status().value().id();
  }

  List<Notice> of(ChangeEntry change) {
    List<Notice> notices = new ArrayList<>();
    if (change.what() == What.NODE_STALE) {
      notices.add(
          notice(Notice.Type.NODE_STALE, change, "Node " + change.node() + " is not heard of."));
    } else if (change.what() == What.NODE_BACK) {
      notices.add(
          notice(Notice.Type.NODE_BACK, change, "Node " + change.node() + " is heard again."));
    } else if (change.entry() != null && change.what() != What.FORGOTTEN) {
      ofContainer(change, change.entry(), notices);
    }
    return notices;
  }

  private void ofContainer(ChangeEntry change, Entry entry, List<Notice> notices) {
    boolean isStart = change.what() == What.APPEARED;
    // Most changes are neither; reading texts is cheaper than reading JSON.
    boolean hasEnded = entry.facts().contains("\"exit_code\":");
    boolean isIll = entry.facts().contains("unhealthy");
    if (!isStart && !hasEnded && !isIll) {
      return;
    }
    Report now = entry.toContainer().report();
    @Nullable Report before =
        isStart
            ? null
            : storage
                .entryBefore(entry.id(), change.revision())
                .map(e -> e.toContainer().report())
                .orElse(null);
    if (hasEnded && isNewEnd(now, before, change.time())) {
      ended(change, now, notices);
    }
    if (now.health() == Health.UNHEALTHY
        && (before == null || before.health() != Health.UNHEALTHY)
        && now.exitCode() == null) {
      notices.add(notice(Notice.Type.CONTAINER_UNHEALTHY, change, where(now) + " is unhealthy."));
    }
    if (isStart && now.service() != null && isLoop(entry.id(), change.time())) {
      String text =
          where(now)
              + " starts again and again: "
              + webhook.starts()
              + " times within "
              + webhook.window().toSeconds()
              + " s.";
      notices.add(notice(Notice.Type.RESTART_LOOP, change, text));
    }
  }

  private static boolean isNewEnd(Report now, @Nullable Report before, Instant time) {
    if (before == null) {
      return now.finished() == null || now.finished().isAfter(time.minus(RECENT));
    }
    return before.exitCode() == null || !Objects.equals(before.finished(), now.finished());
  }

  private void ended(ChangeEntry change, Report now, List<Notice> notices) {
    if (Boolean.TRUE.equals(now.oomKilled())) {
      notices.add(notice(Notice.Type.CONTAINER_OOM, change, where(now) + " ran out of memory."));
    } else if (now.exitCode() != null && now.exitCode() != 0) {
      String text = where(now) + " died with exit code " + now.exitCode() + ".";
      notices.add(notice(Notice.Type.CONTAINER_DIED, change, text));
    }
  }

  /** At the start that makes it one; those that follow are the same loop. */
  private boolean isLoop(String container, Instant time) {
    int most = webhook.starts();
    List<Instant> starts = storage.starts(container, time, most + 1);
    return within(starts, 0, most) && !within(starts, 1, most);
  }

  /** Whether the start at an index is the last of as many as make a loop. */
  private boolean within(List<Instant> starts, int index, int most) {
    int first = index + most - 1;
    return first < starts.size()
        && !starts.get(first).isBefore(starts.get(index).minus(webhook.window()));
  }

  private static String where(Report report) {
    return report.name() + (report.node() == null ? "" : " on " + report.node());
  }

  private Notice notice(Notice.Type type, ChangeEntry change, String text) {
    return Notice.of(database, type, change, text);
  }
}
