package rollcall.server.feed;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import rollcall.server.storage.ChangeEntry;

/**
 * A piece of a stream of server-sent events, written once for all who watch. It counts in the
 * feed's {@link Room} while at least one stream holds it.
 */
public final class Event {
  private final long revision;
  private final byte[] text;
  private final Room room;
  private final AtomicInteger holders = new AtomicInteger();

  private Event(long revision, String text, Room room) {
    this.revision = revision;
    this.text = text.getBytes(StandardCharsets.UTF_8);
    this.room = room;
  }

  static Event of(ChangeEntry change, Room room) {
    StringBuilder text = new StringBuilder(512);
    text.append("id: ").append(change.revision());
    text.append("\nevent: ").append(change.what().word()).append("\ndata: ");
    change.writeTo(text);
    text.append("\n\n");
    return new Event(change.revision(), text.toString(), room);
  }

  /** A comment, or a few bytes about the stream itself: no change, and not counted. */
  public static Event note(String text) {
    return new Event(0, text + "\n\n", new Room(0));
  }

  public long revision() {
    return revision;
  }

  /**
   * A server-sent event of the HTML standard, its data a {@link rollcall.api.Change} as JSON.
   * Shared: to be read alone.
   */
  public byte[] text() {
    return text;
  }

  /** A stream has it and has not sent it yet. */
  public void hold() {
    if (holders.getAndIncrement() == 0) {
      room.add(text.length);
    }
  }

  /** A stream has sent it, or has ended. */
  public void release() {
    if (holders.decrementAndGet() == 0) {
      room.add(-text.length);
    }
  }
}
