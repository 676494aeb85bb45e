package rollcall.agent.retry;

import java.time.Duration;

/** Waiting, as a parameter: so that tests never wait. */
@FunctionalInterface
public interface Sleeper {
  /** The real one. */
  Sleeper THREAD = duration -> Thread.sleep(duration.toMillis());

  void sleep(Duration duration) throws InterruptedException;
}
