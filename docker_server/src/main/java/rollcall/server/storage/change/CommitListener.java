package rollcall.server.storage.change;

import java.time.Duration;

/** Called at each commit; must be quick. */
public interface CommitListener {
  /** Does nothing. */
  CommitListener NONE = (changes, time) -> {};

  void committed(int changes, Duration time);
}
