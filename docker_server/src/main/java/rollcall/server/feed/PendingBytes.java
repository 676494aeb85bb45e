package rollcall.server.feed;

import java.util.concurrent.atomic.AtomicLong;

/** The bytes of all events that streams still have to send: one bound for all streams together. */
final class PendingBytes {
  private final long most;
  private final AtomicLong held = new AtomicLong();

  PendingBytes(long most) {
    this.most = most;
  }

  void add(long bytes) {
    held.addAndGet(bytes);
  }

  /** Whether streams that are far behind must wait for more. */
  boolean isShort() {
    return held.get() > most / 2;
  }

  /** Whether the streams hold more than they may. */
  boolean isExceeded() {
    return held.get() > most;
  }
}
