package rollcall.server.feed;

import java.util.List;

/** A stream that gets each change once, in order. */
public interface Subscriber {
  /** The revision up to which it has been told. */
  long position();

  /** Whether it takes more now. */
  boolean hasRoom();

  /** Nanoseconds for which it has sent nothing of what it holds; 0 while it holds nothing. */
  long stuckNanos();

  /** Takes what follows its position; must not block. Called by one thread at a time. */
  void tell(List<EncodedChange> events);

  /** Takes a sign of life, now and then. */
  void heartbeat();

  /** The feed ends for it; another replica goes on from its position. */
  void end();
}
