package rollcall.server.feed;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import rollcall.server.storage.change.ChangeEntry;

/**
 * A piece of a stream of server-sent events, written once for all who watch. It counts in the
 * feed's {@link PendingBytes} while at least one stream holds it.
 */
public final class EncodedChange {
  private final long revision;
  private final byte[] text;
  private final PendingBytes pendingBytes;
  private final AtomicInteger holders = new AtomicInteger();

  private EncodedChange(long revision, String text, PendingBytes pendingBytes) {
    this.revision = revision;
    this.text = text.getBytes(StandardCharsets.UTF_8);
    this.pendingBytes = pendingBytes;
  }

  static EncodedChange of(ChangeEntry change, PendingBytes pendingBytes) {
    StringBuilder text = new StringBuilder(512);
    text.append("id: ").append(change.revision());
    text.append("\nevent: ").append(change.what().wireName()).append("\ndata: ");
    change.writeTo(text);
    text.append("\n\n");
    return new EncodedChange(change.revision(), text.toString(), pendingBytes);
  }

  /** A comment, or a few bytes about the stream itself: no change, and not counted. */
  public static EncodedChange note(String text) {
    return new EncodedChange(0, text + "\n\n", new PendingBytes(0));
  }

  public long revision() {
    return revision;
  }

  /**
   * A server-sent event of the HTML standard, its data a {@link rollcall.api.history.Change} as
   * JSON. Shared: to be read alone.
   */
  public byte[] text() {
    return text;
  }

  /** A stream has it and has not sent it yet. */
  public void hold() {
    if (holders.getAndIncrement() == 0) {
      pendingBytes.add(text.length);
    }
  }

  /** A stream has sent it, or has ended. */
  public void release() {
    if (holders.decrementAndGet() == 0) {
      pendingBytes.add(-text.length);
    }
  }
}
