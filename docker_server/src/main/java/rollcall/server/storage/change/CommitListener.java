package rollcall.server.storage.change;

import java.time.Duration;

/** Called after each commit; must return quickly. */
public interface CommitListener {
  /** Does nothing. */
  CommitListener NONE = (changes, time) -> {};

  void committed(int changes, Duration time);
}
