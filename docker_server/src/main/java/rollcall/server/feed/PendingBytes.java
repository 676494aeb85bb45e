package rollcall.server.feed;

import java.util.concurrent.atomic.AtomicLong;

/** Counts the bytes of all events that streams have queued, with one limit for all streams. */
final class PendingBytes {
  private final long limit;
  private final AtomicLong bytes = new AtomicLong();

  PendingBytes(long limit) {
    this.limit = limit;
  }

  void add(long count) {
    bytes.addAndGet(count);
  }

  /** Whether half of the limit is used; streams that lag behind must then wait. */
  boolean isShort() {
    return bytes.get() > limit / 2;
  }

  /** Whether the limit is exceeded. */
  boolean isExceeded() {
    return bytes.get() > limit;
  }
}
