package rollcall.server.feed;

import java.nio.charset.StandardCharsets;
import rollcall.server.storage.ChangeEntry;

/**
 * A change, written once for all who watch.
 *
 * @param json the {@link rollcall.api.Change}
 */
public record Event(long revision, String what, String json) {

  static Event of(ChangeEntry change) {
    StringBuilder json = new StringBuilder(512);
    change.writeTo(json);
    return new Event(change.revision(), change.what().word(), json.toString());
  }

  /** As the server-sent events of the HTML standard have it. */
  public byte[] toServerSentEvent() {
    return ("id: " + revision + "\nevent: " + what + "\ndata: " + json + "\n\n")
        .getBytes(StandardCharsets.UTF_8);
  }
}
