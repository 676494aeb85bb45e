package rollcall.server.feed;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import rollcall.server.storage.change.ChangeEntry;

/**
 * A server-sent event, encoded once for all streams. Its length counts in the feed's {@link
 * PendingBytes} while at least one stream holds it.
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

  /** Creates a comment or control field of the stream, which is no change and is not counted. */
  public static EncodedChange note(String text) {
    return new EncodedChange(0, text + "\n\n", new PendingBytes(0));
  }

  public long revision() {
    return revision;
  }

  /**
   * The encoded event; its data is a {@link rollcall.api.history.Change} as JSON. The array is
   * shared: do not modify it.
   */
  public byte[] text() {
    return text;
  }

  /** Called by a stream that queues it. */
  public void hold() {
    if (holders.getAndIncrement() == 0) {
      pendingBytes.add(text.length);
    }
  }

  /** Called by a stream that has sent it, or ends. */
  public void release() {
    if (holders.decrementAndGet() == 0) {
      pendingBytes.add(-text.length);
    }
  }
}
