package rollcall.agent.announcer;

import java.time.Duration;

/** Where the announcer waits for events. Tests pass one that never waits. */
@FunctionalInterface
public interface EventSource {
  /** Returns when something happened, at the latest after this time. */
  EventBatch await(Duration longest) throws InterruptedException;
}
