package rollcall.server.feed;

import java.nio.charset.StandardCharsets;
import rollcall.server.storage.ChangeEntry;

/** A change, written once for all who watch. */
public final class Event {
  private final long revision;
  private final byte[] text;

  private Event(long revision, byte[] text) {
    this.revision = revision;
    this.text = text;
  }

  static Event of(ChangeEntry change) {
    StringBuilder text = new StringBuilder(512);
    text.append("id: ").append(change.revision());
    text.append("\nevent: ").append(change.what().word()).append("\ndata: ");
    change.writeTo(text);
    text.append("\n\n");
    return new Event(change.revision(), text.toString().getBytes(StandardCharsets.UTF_8));
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
}
