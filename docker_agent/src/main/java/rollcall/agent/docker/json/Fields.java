package rollcall.agent.docker.json;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import rollcall.api.Timestamps;
import rollcall.common.InvalidException;

/**
 * A JSON object of the engine, read leniently: missing fields, null and values of unexpected types
 * are absent. A listener receives the names of fields with unexpected values.
 */
public final class Fields {
  private final JsonObject json;
  private final String context;
  private final Consumer<String> unreadable;

  private Fields(JsonObject json, String context, Consumer<String> unreadable) {
    this.json = json;
    this.context = context;
    this.unreadable = unreadable;
  }

  /**
   * The fields of a value; none unless it is an object.
   *
   * @param context the request, like {@code inspect}
   * @param unreadable receives the name of each unreadable field, like {@code inspect State.Pid};
   *     the names come from the agent's code, so their number is bounded
   */
  public static Fields of(
      @Nullable JsonElement value, String context, Consumer<String> unreadable) {
    if (value instanceof JsonObject object) {
      return new Fields(object, context + " ", unreadable);
    }
    if (value != null && !value.isJsonNull()) {
      unreadable.accept(context);
    }
    return new Fields(new JsonObject(), context + " ", unreadable);
  }

  public boolean has(String name) {
    return value(name) != null;
  }

  boolean isEmpty() {
    return json.isEmpty();
  }

  /** A field's text; absent if blank. */
  public @Nullable String text(String name) {
    @Nullable JsonElement value = value(name);
    if (value instanceof JsonPrimitive primitive && primitive.isString()) {
      String text = primitive.getAsString();
      return text.isBlank() ? null : text;
    }
    reportUnreadable(name, value);
    return null;
  }

  /** A field's text, cut to a maximum length. */
  public @Nullable String text(String name, int max) {
    @Nullable String text = text(name);
    return text == null ? null : Labels.text(text, max);
  }

  /** A field's text; absent if longer than a maximum, because a cut id or address is useless. */
  public @Nullable String textWithin(String name, int max) {
    @Nullable String text = text(name);
    if (text != null && (text.length() > max || text.indexOf('\0') >= 0)) {
      reportUnreadable(name, json.get(name));
      return null;
    }
    return text;
  }

  /** A whole number, limited to the range of a long. */
  public @Nullable Long number(String name) {
    @Nullable JsonElement value = value(name);
    if (value instanceof JsonPrimitive primitive && primitive.isNumber()) {
      return parseLong(primitive.getAsString());
    }
    reportUnreadable(name, value);
    return null;
  }

  private static long parseLong(String number) {
    try {
      return Long.parseLong(number);
    } catch (NumberFormatException e) {
      return (long) Double.parseDouble(number); // BigDecimal would hang on 1e999999999
    }
  }

  /** A whole number; absent if out of range. */
  public @Nullable Integer number(String name, int min, int max) {
    @Nullable Long number = number(name);
    if (number != null && (number < min || number > max)) {
      reportUnreadable(name, json.get(name));
      return null;
    }
    return number == null ? null : (Integer) number.intValue();
  }

  public @Nullable Boolean flag(String name) {
    @Nullable JsonElement value = value(name);
    if (value instanceof JsonPrimitive primitive && primitive.isBoolean()) {
      return primitive.getAsBoolean();
    }
    reportUnreadable(name, value);
    return null;
  }

  /** A time; absent for the year 1, which engines write for never. */
  public @Nullable Instant time(String name) {
    @Nullable String text = text(name);
    if (text == null || text.startsWith("0001-")) {
      return null;
    }
    try {
      // Limits the parser's work; valid times are shorter.
      Instant time = Timestamps.parse(text.substring(0, Math.min(text.length(), 64)));
      if (Timestamps.isAllowed(time)) {
        return time.equals(Instant.EPOCH) ? null : time;
      }
    } catch (InvalidException e) {
      // reported below
    }
    reportUnreadable(name, json.get(name));
    return null;
  }

  /** A nested object's fields; none if it is missing. */
  public Fields object(String name) {
    return of(value(name), context + name, unreadable);
  }

  public List<JsonElement> list(String name) {
    @Nullable JsonElement value = value(name);
    if (value instanceof JsonArray array) {
      return array.asList();
    }
    reportUnreadable(name, value);
    return List.of();
  }

  /** This object's entries, if its keys are data. */
  public Map<String, JsonElement> entries() {
    return json.asMap();
  }

  /** The fields of one of this object's entries or list elements. */
  public Fields entry(@Nullable JsonElement value) {
    return of(value, context + "entry", unreadable);
  }

  /** Reports a readable field with an unknown value. */
  public void markUnreadable(String name) {
    unreadable.accept(context + name);
  }

  private @Nullable JsonElement value(String name) {
    @Nullable JsonElement value = json.get(name);
    return value == null || value.isJsonNull() ? null : value;
  }

  private void reportUnreadable(String name, @Nullable JsonElement value) {
    if (value != null) {
      unreadable.accept(context + name);
    }
  }
}
