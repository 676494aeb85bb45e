package rollcall.e2e.day;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/** Waits for what must come true. */
final class Eventually {
  private static final Duration LIMIT = Duration.ofMinutes(2);

  private Eventually() {}

  /** Until it is true; an AssertionError of the last try, or one that names it, if it never is. */
  static void holds(String what, Callable<Boolean> condition) throws InterruptedException {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (true) {
      Throwable last;
      try {
        if (condition.call()) {
          return;
        }
        last = null;
      } catch (Exception | AssertionError e) {
        last = e;
      }
      if (System.nanoTime() - deadline > 0) {
        throw new AssertionError("not within " + LIMIT.toSeconds() + " s: " + what, last);
      }
      TimeUnit.MILLISECONDS.sleep(250);
    }
  }
}
