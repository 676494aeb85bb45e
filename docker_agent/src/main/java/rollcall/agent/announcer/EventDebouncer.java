package rollcall.agent.announcer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import rollcall.agent.docker.event.ContainerEvent;

/** Collects events until none came for a moment, then wakes the announcer with all of them. */
public final class EventDebouncer implements EventSource {
  // An ending container says three or four things within some milliseconds.
  private static final long QUIET_PERIOD = TimeUnit.MILLISECONDS.toNanos(50);
  // A burst that does not end is reported in parts.
  private static final long LONGEST_BURST = TimeUnit.MILLISECONDS.toNanos(250);
  private static final int MAX_EVENTS = 10_000;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private List<ContainerEvent> events = new ArrayList<>();
  private boolean full;

  /** A container's event. Too many are dropped: a full look then finds what they were about. */
  public void onEvent(ContainerEvent event) {
    lock.lock();
    try {
      if (events.size() < MAX_EVENTS) {
        events.add(event);
      } else {
        full = true;
      }
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Calls for a full look. */
  public void requestFullSync() {
    lock.lock();
    try {
      full = true;
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public EventBatch await(Duration longest) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long rest = longest.toNanos();
      while (events.isEmpty() && !full && rest > 0) {
        rest = changed.awaitNanos(rest);
      }
      awaitEndOfBurst();
      EventBatch batch = new EventBatch(events, full);
      events = new ArrayList<>();
      full = false;
      return batch;
    } finally {
      lock.unlock();
    }
  }

  private void awaitEndOfBurst() throws InterruptedException {
    long start = System.nanoTime();
    int before = 0;
    while (events.size() > before && System.nanoTime() - start < LONGEST_BURST) {
      before = events.size();
      long rest = QUIET_PERIOD;
      while (rest > 0) {
        rest = changed.awaitNanos(rest);
      }
    }
  }
}
