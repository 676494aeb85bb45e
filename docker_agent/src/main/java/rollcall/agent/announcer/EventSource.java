package rollcall.agent.announcer;

import java.time.Duration;

/** The announcer's source of events. Tests pass one that never waits. */
@FunctionalInterface
public interface EventSource {
  /** Waits for events, at most this long. */
  EventBatch await(Duration timeout) throws InterruptedException;
}
