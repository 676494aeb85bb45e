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

/** Reads server-sent events (HTML standard, section 9.2) from an answer. */
final class EventReader implements AutoCloseable {
  // A change carries one container at most, with labels of 32 KiB.
  private static final long MAX_LINE = 1024L * 1024;

  private final Response response;
  private final BufferedSource source;
  private long retryMillis = 1000;

  EventReader(Response response) {
    this.response = response;
    this.source = response.body().source();
  }

  /** How long the server wants a client to wait before it comes again. */
  long retryMillis() {
    return retryMillis;
  }

  /** The next event; null where the stream ends between two, as it should. */
  @Nullable ChangeEvent next() throws IOException {
    String id = "";
    String what = "";
    StringBuilder data = new StringBuilder();
    while (!source.exhausted()) {
      String line = source.readUtf8LineStrict(MAX_LINE);
      if (line.isEmpty() && !data.isEmpty()) {
        return event(id, what, data.toString());
      }
      int colon = line.indexOf(':');
      String field = colon < 0 ? line : line.substring(0, colon);
      String value = colon < 0 ? "" : line.substring(colon + 1).replaceFirst("^ ", "");
      switch (field) {
        case "id" -> id = value;
        case "event" -> what = value;
        case "data" -> data.append(data.isEmpty() ? "" : "\n").append(value);
        case "retry" -> retryMillis = number(value);
        default -> {
          // A heartbeat, or a field of a newer server.
        }
      }
    }
    return null;
  }

  private static ChangeEvent event(String id, String what, String data) throws IOException {
    Change change;
    try {
      change = Json.read(data, Change.class);
    } catch (JsonParseException | InvalidException e) {
      change = null;
    }
    return new ChangeEvent(number(id), what, data, change);
  }

  private static long number(String text) throws IOException {
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
