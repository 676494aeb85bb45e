package rollcall.server.http;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.yaml.snakeyaml.Yaml;

/**
 * openapi.yaml, held against answers: {@link #check} complains about what is answered and not
 * described; {@link #unseen} names what is described and was never answered.
 */
final class Description {
  private final Map<String, Object> root;
  private final Set<String> unseen = new TreeSet<>();
  private final List<String> complaints = new ArrayList<>();

  Description(String yaml) {
    root = new Yaml().load(yaml);
    map(root, "paths")
        .forEach(
            (path, methods) ->
                asMap(methods)
                    .forEach(
                        (method, operation) ->
                            // "parameters" of all methods may stand beside them.
                            (operation instanceof Map
                                    ? map(asMap(operation), "responses")
                                    : Map.<String, Object>of())
                                .keySet()
                                .forEach(
                                    status -> unseen.add(method + " " + path + " " + status))));
  }

  /**
   * Holds one answer against the description.
   *
   * @param path as the description has it, {@code /api/containers/{id}}
   */
  void check(String method, String path, int status, String type, JsonElement body) {
    String what = method + " " + path + " " + status;
    Map<String, Object> operation = map(map(map(root, "paths"), path), method);
    Map<String, Object> answer = resolve(map(map(operation, "responses"), String.valueOf(status)));
    if (answer.isEmpty()) {
      complaints.add(what + " is not described");
      return;
    }
    unseen.remove(what);
    Map<String, Object> content = map(answer, "content");
    String media = type.split(";", 2)[0];
    if (!media.isEmpty() && !content.containsKey(media)) {
      complaints.add(what + " is " + media + ", described is " + content.keySet());
    } else if (body != null) {
      compare(what, map(map(content, media), "schema"), body);
    }
  }

  Set<String> paths() {
    return map(root, "paths").keySet();
  }

  List<String> complaints() {
    return complaints;
  }

  Set<String> unseen() {
    return unseen;
  }

  private void compare(String where, Map<String, Object> reference, JsonElement value) {
    Map<String, Object> schema = resolve(reference);
    if (schema.containsKey("enum") && !asList(schema.get("enum")).contains(value.getAsString())) {
      complaints.add(where + " is " + value);
    }
    Object type = schema.getOrDefault("type", "object");
    List<Object> types = type instanceof List ? asList(type) : List.of(type);
    if (!types.contains(typeOf(value)) && !(types.contains("number") && isNumber(value))) {
      complaints.add(where + " is " + typeOf(value) + ", described is " + type);
    } else if (value instanceof JsonArray array) {
      array.forEach(item -> compare(where + "[]", map(schema, "items"), item));
    } else if (value instanceof JsonObject object) {
      compareFields(where, schema, object);
    }
  }

  private void compareFields(String where, Map<String, Object> schema, JsonObject object) {
    Map<String, Object> properties = map(schema, "properties");
    Map<String, Object> others = map(schema, "additionalProperties");
    for (Object required : asList(schema.getOrDefault("required", List.of()))) {
      if (!object.has(String.valueOf(required))) {
        complaints.add(where + " lacks " + required);
      }
    }
    String name = String.valueOf(schema.getOrDefault("name", where));
    properties.keySet().forEach(field -> seen.putIfAbsent(name + "." + field, false));
    for (Map.Entry<String, JsonElement> field : object.entrySet()) {
      if (properties.containsKey(field.getKey())) {
        seen.put(name + "." + field.getKey(), true);
        compare(
            where + "." + field.getKey(), asMap(properties.get(field.getKey())), field.getValue());
      } else if (!others.isEmpty()) {
        compare(where + ".*", others, field.getValue());
      } else {
        complaints.add(where + "." + field.getKey() + " is not described");
      }
    }
  }

  private final Map<String, Boolean> seen = new java.util.TreeMap<>();

  /** Fields of answers that are described and never came. */
  List<String> fieldsUnseen() {
    return seen.entrySet().stream()
        .filter(field -> !field.getValue())
        .map(Map.Entry::getKey)
        .toList();
  }

  /** Follows a reference, and joins what allOf names. */
  private Map<String, Object> resolve(Map<String, Object> schema) {
    Map<String, Object> resolved = new java.util.HashMap<>();
    if (schema.get("$ref") instanceof String reference) {
      Map<String, Object> target = root;
      String[] steps = reference.substring(2).split("/", -1);
      for (String step : steps) {
        target = map(target, step);
      }
      resolved.putAll(resolve(target));
      resolved.put("name", steps[steps.length - 1]);
      return resolved;
    }
    resolved.putAll(schema);
    Map<String, Object> properties = new java.util.HashMap<>(map(schema, "properties"));
    List<Object> required = new ArrayList<>(asList(schema.getOrDefault("required", List.of())));
    for (Object part : asList(schema.getOrDefault("allOf", List.of()))) {
      Map<String, Object> joined = resolve(asMap(part));
      properties.putAll(map(joined, "properties"));
      required.addAll(asList(joined.getOrDefault("required", List.of())));
    }
    if (!properties.isEmpty()) {
      resolved.put("properties", properties);
      resolved.put("required", required);
    }
    return resolved;
  }

  private static String typeOf(JsonElement value) {
    if (value instanceof JsonPrimitive primitive) {
      if (primitive.isNumber()) {
        return primitive.getAsDouble() % 1 == 0 && !primitive.getAsString().contains(".")
            ? "integer"
            : "number";
      }
      return primitive.isBoolean() ? "boolean" : "string";
    }
    return value.isJsonArray() ? "array" : value.isJsonNull() ? "null" : "object";
  }

  private static boolean isNumber(JsonElement value) {
    return value instanceof JsonPrimitive primitive && primitive.isNumber();
  }

  private static Map<String, Object> map(Map<String, Object> parent, String key) {
    Object value = parent.get(key);
    return value == null ? Map.of() : asMap(value);
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> asMap(Object value) {
    return (Map<String, Object>) value;
  }

  @SuppressWarnings("unchecked")
  private static List<Object> asList(Object value) {
    return (List<Object>) value;
  }
}
