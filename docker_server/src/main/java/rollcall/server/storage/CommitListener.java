package rollcall.server.storage;

import java.time.Duration;

/** Is told of each commit; must be quick. */
public interface CommitListener {
  /** Nobody listens. */
  CommitListener NONE = (changes, time) -> {};

  void committed(int changes, Duration time);
}
