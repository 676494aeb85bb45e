package rollcall.server;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How long nodes were silent, counted only while this process could have heard them: by its own
 * steady clock, while the database answered and took what it was given. After a gap the count
 * begins anew, because the agents need time to come again.
 */
final class NodeSilence {
  /** Looks that are further apart leave a gap. */
  static final Duration GAP = Duration.ofSeconds(5);

  private final LongSupplier nanoTime;
  private final Map<String, Beat> last = new HashMap<>();
  private @Nullable Long lookedAt;
  private long hearingSince;

  /** What a node's last beat was, and since when that is known. */
  private record Beat(String text, long since) {}

  NodeSilence(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** Takes in what the database says now, which is another text whenever a node was heard. */
  void look(Map<String, String> beats) {
    long now = nanoTime.getAsLong();
    if (lookedAt == null || now - lookedAt > GAP.toNanos()) {
      last.clear();
      hearingSince = now;
    }
    lookedAt = now;
    last.keySet().retainAll(beats.keySet());
    beats.forEach(
        (node, beat) ->
            last.merge(
                node,
                new Beat(beat, now),
                (before, fresh) -> before.text.equals(fresh.text) ? before : fresh));
  }

  /** Nothing could be heard: what was counted does not count. */
  void interrupted() {
    lookedAt = null;
  }

  /** The nodes that were silent for so long, each with its last beat. */
  Map<String, String> forAtLeast(Duration time) {
    Map<String, String> silent = new HashMap<>();
    last.forEach(
        (node, beat) -> {
          if (hasLasted(beat.since, time)) {
            silent.put(node, beat.text);
          }
        });
    return silent;
  }

  /** Whether this process has heard without a gap for so long. */
  boolean hearingFor(Duration time) {
    return lookedAt != null && hasLasted(hearingSince, time);
  }

  private boolean hasLasted(long since, Duration time) {
    return lookedAt != null && lookedAt - since >= time.toNanos();
  }
}
