package rollcall.server.webhook;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Events waiting for delivery, in order; beyond the limit the oldest are dropped. For one thread.
 */
final class PendingEvents {
  private final int most;
  private final Deque<WebhookEvent> waiting = new ArrayDeque<>();
  private volatile int size;
  private long read;

  PendingEvents(int most) {
    this.most = most;
  }

  /** Forgets everything and begins after a revision. */
  void beginAfter(long revision) {
    waiting.clear();
    size = 0;
    read = revision;
  }

  /** Up to which revision changes were read. */
  long read() {
    return read;
  }

  /** Everything up to a revision is in here, or was. */
  void readUpTo(long revision) {
    read = revision;
  }

  /** Takes one; returns how many had to go for it. */
  int add(WebhookEvent event) {
    waiting.add(event);
    int gone = 0;
    while (waiting.size() > most) {
      waiting.remove();
      gone++;
    }
    size = waiting.size();
    return gone;
  }

  @Nullable WebhookEvent first() {
    return waiting.peek();
  }

  void removeFirst() {
    waiting.poll();
    size = waiting.size();
  }

  /** Up to which revision nothing waits. */
  long done() {
    WebhookEvent first = waiting.peek();
    return first == null ? read : first.revision() - 1;
  }

  /** How many wait; any thread may ask. */
  int size() {
    return size;
  }
}
