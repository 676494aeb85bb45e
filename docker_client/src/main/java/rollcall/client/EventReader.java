package rollcall.client;

import com.google.gson.JsonParseException;
import java.io.EOFException;
import java.io.IOException;
import okhttp3.Response;
import okio.BufferedSource;
import org.jspecify.annotations.Nullable;
import rollcall.api.history.Change;
import rollcall.api.json.Json;
import rollcall.common.InvalidException;

/** Reads server-sent events (HTML standard, section 9.2) from a response. */
final class EventReader implements AutoCloseable {
  // A change has at most one container, with up to 32 KiB of labels.
  private static final long MAX_LINE_BYTES = 1024L * 1024;

  private final Response response;
  private final BufferedSource source;
  private long retryMillis = 1000;

  EventReader(Response response) {
    this.response = response;
    this.source = response.body().source();
  }

  /** The reconnection time that the server asks for. */
  long retryMillis() {
    return retryMillis;
  }

  /** The next event; null if the stream ended between two events. */
  @Nullable ChangeEvent next() throws IOException {
    String id = "";
    String type = "";
    StringBuilder data = new StringBuilder();
    while (!source.exhausted()) {
      String line = source.readUtf8LineStrict(MAX_LINE_BYTES);
      if (line.isEmpty() && !data.isEmpty()) {
        return event(id, type, data.toString());
      }
      int colon = line.indexOf(':');
      String field = colon < 0 ? line : line.substring(0, colon);
      String value = colon < 0 ? "" : line.substring(colon + 1).replaceFirst("^ ", "");
      switch (field) {
        case "id" -> id = value;
        case "event" -> type = value;
        case "data" -> data.append(data.isEmpty() ? "" : "\n").append(value);
        case "retry" -> retryMillis = parseLong(value);
        default -> {
          // A heartbeat, or a field that this version does not know.
        }
      }
    }
    return null;
  }

  private static ChangeEvent event(String id, String type, String data) throws IOException {
    Change change;
    try {
      change = Json.read(data, Change.class);
    } catch (JsonParseException | InvalidException e) {
      change = null;
    }
    return new ChangeEvent(parseLong(id), type, data, change);
  }

  private static long parseLong(String text) throws IOException {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new EOFException("an event without a number");
    }
  }

  @Override
  public void close() {
    response.close();
  }
}
