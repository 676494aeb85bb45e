package rollcall.server.webhook;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** The queue of events to deliver, in order; drops the oldest beyond its limit. Not thread-safe. */
final class PendingEvents {
  private final int limit;
  private final Deque<WebhookEvent> queue = new ArrayDeque<>();
  private volatile int size;
  private long read;

  PendingEvents(int limit) {
    this.limit = limit;
  }

  /** Clears the queue and continues after a revision. */
  void beginAfter(long revision) {
    queue.clear();
    size = 0;
    read = revision;
  }

  /** The revision up to which changes were read. */
  long read() {
    return read;
  }

  /** Records that all events up to a revision were added. */
  void readUpTo(long revision) {
    read = revision;
  }

  /** Adds an event; returns how many were dropped for it. */
  int add(WebhookEvent event) {
    queue.add(event);
    int dropped = 0;
    while (queue.size() > limit) {
      queue.remove();
      dropped++;
    }
    size = queue.size();
    return dropped;
  }

  @Nullable WebhookEvent first() {
    return queue.peek();
  }

  void removeFirst() {
    queue.poll();
    size = queue.size();
  }

  /** The revision up to which no event is queued. */
  long done() {
    WebhookEvent first = queue.peek();
    return first == null ? read : first.revision() - 1;
  }

  /** The number of queued events; thread-safe. */
  int size() {
    return size;
  }
}
