package rollcall.agent.docker;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.math.BigDecimal;
import java.util.List;
import java.util.Random;
import rollcall.api.json.Json;

/** Mutates JSON: fields missing, null, of another type, long, or with unknown values. */
final class Mutations {
  private final Random random;

  Mutations(Random random) {
    this.random = random;
  }

  /**
   * Returns the text with up to three changed fields; sometimes a different value altogether.
   *
   * @param keepIds preserves each Id, and the elements of the outermost list
   */
  String of(String text, boolean keepIds) {
    JsonElement json = Json.read(text, JsonElement.class);
    if (!keepIds && random.nextInt(20) == 0) {
      return oddValue().toString();
    }
    for (int times = random.nextInt(3); times >= 0; times--) {
      mutate(json, keepIds);
    }
    return json.toString();
  }

  private void mutate(JsonElement json, boolean keepIds) {
    if (json instanceof JsonArray array && !array.isEmpty()) {
      int at = random.nextInt(array.size());
      if (isTree(array.get(at)) && (keepIds || random.nextInt(4) > 0)) {
        mutate(array.get(at), keepIds);
      } else {
        array.set(at, oddValue());
      }
    } else if (json instanceof JsonObject object && !object.isEmpty()) {
      List<String> names = List.copyOf(object.keySet());
      String name = names.get(random.nextInt(names.size()));
      if (keepIds && name.equals("Id")) {
        return;
      }
      if (isTree(object.get(name)) && random.nextInt(4) > 0) {
        mutate(object.get(name), keepIds);
      } else if (random.nextInt(4) == 0) {
        object.remove(name);
      } else {
        object.add(name, oddValue());
      }
    }
  }

  private static boolean isTree(JsonElement json) {
    return json.isJsonArray() || json.isJsonObject();
  }

  private JsonElement oddValue() {
    return switch (random.nextInt(14)) {
      case 0 -> JsonNull.INSTANCE;
      case 1 -> new JsonPrimitive("");
      case 2 -> new JsonPrimitive("x".repeat(5000));
      case 3 -> new JsonPrimitive(-1);
      case 4 -> new JsonPrimitive(Long.MAX_VALUE);
      case 5 -> new JsonPrimitive(new BigDecimal("1e400"));
      case 6 -> new JsonPrimitive(0.5);
      case 7 -> new JsonPrimitive(true);
      case 8 -> new JsonPrimitive("+99999-01-01T00:00:00Z");
      case 9 -> new JsonPrimitive("tomorrow's word");
      case 10 -> new JsonPrimitive("nul \0 and \ud800");
      case 11 -> new JsonObject();
      case 12 -> new JsonArray();
      default -> Json.read("[[{\"deep\": [null]}], 7]", JsonElement.class);
    };
  }
}
