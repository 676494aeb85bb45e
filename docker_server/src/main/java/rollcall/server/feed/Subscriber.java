package rollcall.server.feed;

import java.util.List;

/** A stream that receives each change once, in order. */
public interface Subscriber {
  /** The revision up to which it has received changes. */
  long position();

  /** Whether it accepts more events now. */
  boolean hasRoom();

  /** Nanoseconds since it last sent queued bytes; 0 if its queue is empty. */
  long stuckNanos();

  /** Queues the events after its position; must not block. Called by one thread at a time. */
  void onEvents(List<EncodedChange> events);

  /** Sends a keep-alive comment. */
  void heartbeat();

  /** Ends the stream; the client reconnects and continues from its position on another replica. */
  void end();
}
