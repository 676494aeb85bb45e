package rollcall.server;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Measures how long nodes have been silent, by this process's monotonic clock, and only while it
 * could receive their messages: while the database was readable and writable. After a gap the
 * measurement restarts, because agents need time to report again.
 */
final class NodeSilence {
  /** A longer time between two calls of {@link #look} is a gap. */
  static final Duration GAP = Duration.ofSeconds(5);

  private final LongSupplier nanoTime;
  private final Map<String, Beat> last = new HashMap<>();
  private @Nullable Long lastLook;
  private long listeningSince;

  /** A node's last beat, and the time when it was first read. */
  private record Beat(String text, long since) {}

  NodeSilence(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** Updates the measurement from the beats in the database, which change with every message. */
  void look(Map<String, String> beats) {
    long now = nanoTime.getAsLong();
    if (lastLook == null || now - lastLook > GAP.toNanos()) {
      last.clear();
      listeningSince = now;
    }
    lastLook = now;
    last.keySet().retainAll(beats.keySet());
    beats.forEach(
        (node, beat) ->
            last.merge(
                node,
                new Beat(beat, now),
                (before, fresh) -> before.text.equals(fresh.text) ? before : fresh));
  }

  /** Records that no messages could be received: the measurement restarts. */
  void interrupted() {
    lastLook = null;
  }

  /** Returns the nodes that were silent for at least this time, each with its last beat. */
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

  /** Whether this process could receive messages for this time without a gap. */
  boolean hearingFor(Duration time) {
    return lastLook != null && hasLasted(listeningSince, time);
  }

  private boolean hasLasted(long since, Duration time) {
    return lastLook != null && lastLook - since >= time.toNanos();
  }
}
