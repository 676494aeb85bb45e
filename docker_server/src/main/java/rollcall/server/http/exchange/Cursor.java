package rollcall.server.http.exchange;

import com.google.gson.JsonParseException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import rollcall.api.json.Json;
import rollcall.server.storage.roster.ContainerQuery.Position;

/** Encodes a position in the order of the roster as an opaque text for URLs. */
public final class Cursor {
  private Cursor() {}

  public static String write(Position position) {
    byte[] json = Json.write(position).getBytes(StandardCharsets.UTF_8);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(json);
  }

  public static Position read(String name, String text) {
    try {
      String json = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
      Position position = Json.read(json, Position.class);
      if (position.name() != null && position.id() != null) {
        return position;
      }
    } catch (IllegalArgumentException | JsonParseException e) {
      // A malformed cursor is reported below.
    }
    throw QueryParameters.invalid(name, text, "the \"next\" of the previous page");
  }
}
