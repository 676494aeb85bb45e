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
  /** A longer time between two calls of {@link #update} is a gap. */
  static final Duration GAP = Duration.ofSeconds(5);

  private final LongSupplier nanoTime;
  private final Map<String, Message> last = new HashMap<>();
  private @Nullable Long lastUpdate;
  private long receivingSince;

  /** Identifies a node's last message, with the time when it was first read. */
  private record Message(String text, long since) {}

  NodeSilence(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** Updates the measurement from the nodes' last messages in the database. */
  void update(Map<String, String> messages) {
    long now = nanoTime.getAsLong();
    if (lastUpdate == null || now - lastUpdate > GAP.toNanos()) {
      last.clear();
      receivingSince = now;
    }
    lastUpdate = now;
    last.keySet().retainAll(messages.keySet());
    messages.forEach(
        (node, message) ->
            last.merge(
                node,
                new Message(message, now),
                (before, fresh) -> before.text.equals(fresh.text) ? before : fresh));
  }

  /** Records that no messages could be received: the measurement restarts. */
  void interrupted() {
    lastUpdate = null;
  }

  /** Returns the nodes that were silent for at least this time, each with its last message. */
  Map<String, String> forAtLeast(Duration time) {
    Map<String, String> silent = new HashMap<>();
    last.forEach(
        (node, message) -> {
          if (hasLasted(message.since, time)) {
            silent.put(node, message.text);
          }
        });
    return silent;
  }

  /** Whether this process could receive messages for this time without a gap. */
  boolean wasReceivingFor(Duration time) {
    return lastUpdate != null && hasLasted(receivingSince, time);
  }

  private boolean hasLasted(long since, Duration time) {
    return lastUpdate != null && lastUpdate - since >= time.toNanos();
  }
}
