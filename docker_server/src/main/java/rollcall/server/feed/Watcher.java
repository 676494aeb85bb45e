package rollcall.server.feed;

import java.util.List;

/** Somebody who is told each change once, in order. */
public interface Watcher {
  /** The revision up to which it has been told. */
  long position();

  /** Takes what follows its position; must not block. Called by one thread at a time. */
  void tell(List<Event> events);

  /** Takes a sign of life, now and then. */
  void heartbeat();

  /** The feed ends for it; another replica goes on from its position. */
  void end();
}
