package rollcall.agent.announcer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import rollcall.agent.docker.event.ContainerEvent;

/** Collects events until a quiet period, then wakes up the announcer with all of them. */
public final class EventDebouncer implements EventSource {
  // A container that ends causes several events within milliseconds.
  private static final long QUIET_PERIOD = TimeUnit.MILLISECONDS.toNanos(50);
  // Longer bursts are reported in parts.
  private static final long MAX_BURST = TimeUnit.MILLISECONDS.toNanos(250);
  private static final int MAX_EVENTS = 10_000;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private List<ContainerEvent> events = new ArrayList<>();
  private boolean full;

  /** Adds an event; if there are too many, drops it and requests a full sync instead. */
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

  /** Requests a full sync. */
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
  public EventBatch await(Duration timeout) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long remaining = timeout.toNanos();
      while (events.isEmpty() && !full && remaining > 0) {
        remaining = changed.awaitNanos(remaining);
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
    while (events.size() > before && System.nanoTime() - start < MAX_BURST) {
      before = events.size();
      long remaining = QUIET_PERIOD;
      while (remaining > 0) {
        remaining = changed.awaitNanos(remaining);
      }
    }
  }
}
