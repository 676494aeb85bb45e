package rollcall.server.http;

import com.google.gson.JsonParseException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import rollcall.api.Json;
import rollcall.server.storage.ContainerQuery.Position;

/** A place in the order of the roster, as an opaque word for a URL. */
final class Cursor {
  private Cursor() {}

  static String write(Position position) {
    byte[] json = Json.write(position).getBytes(StandardCharsets.UTF_8);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(json);
  }

  static Position read(String name, String word) {
    try {
      String json = new String(Base64.getUrlDecoder().decode(word), StandardCharsets.UTF_8);
      Position position = Json.read(json, Position.class);
      if (position.name() != null && position.id() != null) {
        return position;
      }
    } catch (IllegalArgumentException | JsonParseException e) {
      // said below
    }
    throw Parameters.invalid(name, word, "the \"next\" of the page before");
  }
}
