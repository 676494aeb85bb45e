package rollcall.agent.announcer;

import java.time.Duration;

/** Where the announcer sleeps; as a parameter, so that tests never wait. */
@FunctionalInterface
public interface EventSource {
  /** Returns when something happened, at the latest after this time. */
  EventBatch await(Duration longest) throws InterruptedException;
}
