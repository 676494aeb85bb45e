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
 * An object of an engine's answer, read field by field: what is missing or null is absent, and so
 * is what has another type than expected; a listener gets the names of such fields.
 */
public final class Fields {
  private final JsonObject json;
  private final String where;
  private final Consumer<String> unreadable;

  private Fields(JsonObject json, String where, Consumer<String> unreadable) {
    this.json = json;
    this.where = where;
    this.unreadable = unreadable;
  }

  /**
   * The fields of a value; none if it is no object.
   *
   * @param where what the engine was asked for, like {@code inspect}
   * @param unreadable is given the name of each field that cannot be read, like {@code inspect
   *     State.Pid}; these names come from this program, so their number is bounded
   */
  public static Fields of(@Nullable JsonElement value, String where, Consumer<String> unreadable) {
    if (value instanceof JsonObject object) {
      return new Fields(object, where + " ", unreadable);
    }
    if (value != null && !value.isJsonNull()) {
      unreadable.accept(where);
    }
    return new Fields(new JsonObject(), where + " ", unreadable);
  }

  public boolean has(String name) {
    return value(name) != null;
  }

  boolean isEmpty() {
    return json.isEmpty();
  }

  /** The text of a field; absent where it is blank. */
  public @Nullable String text(String name) {
    @Nullable JsonElement value = value(name);
    if (value instanceof JsonPrimitive primitive && primitive.isString()) {
      String text = primitive.getAsString();
      return text.isBlank() ? null : text;
    }
    tell(name, value);
    return null;
  }

  /** The same, cut to so many characters. */
  public @Nullable String text(String name, int most) {
    @Nullable String text = text(name);
    return text == null ? null : Labels.text(text, most);
  }

  /** The same; absent where it is longer than that: half an id or address is none. */
  public @Nullable String whole(String name, int most) {
    @Nullable String text = text(name);
    if (text != null && (text.length() > most || text.indexOf('\0') >= 0)) {
      tell(name, json.get(name));
      return null;
    }
    return text;
  }

  /** A whole number; the nearest one that a long can hold, where it is beyond. */
  public @Nullable Long number(String name) {
    @Nullable JsonElement value = value(name);
    if (value instanceof JsonPrimitive primitive && primitive.isNumber()) {
      return whole(primitive.getAsString());
    }
    tell(name, value);
    return null;
  }

  private static long whole(String number) {
    try {
      return Long.parseLong(number);
    } catch (NumberFormatException e) {
      return (long) Double.parseDouble(number); // never by BigDecimal: 1e999999999 takes for ever
    }
  }

  /** A whole number within these limits; absent where it is beyond them. */
  public @Nullable Integer number(String name, int least, int most) {
    @Nullable Long number = number(name);
    if (number != null && (number < least || number > most)) {
      tell(name, json.get(name));
      return null;
    }
    return number == null ? null : (Integer) number.intValue();
  }

  public @Nullable Boolean flag(String name) {
    @Nullable JsonElement value = value(name);
    if (value instanceof JsonPrimitive primitive && primitive.isBoolean()) {
      return primitive.getAsBoolean();
    }
    tell(name, value);
    return null;
  }

  /** When something happened; absent for what never did, for which engines write the year 1. */
  public @Nullable Instant time(String name) {
    @Nullable String text = text(name);
    if (text == null || text.startsWith("0001-")) {
      return null;
    }
    try {
      // Longer ones take long to read, and are none.
      Instant time = Timestamps.parse(text.substring(0, Math.min(text.length(), 64)));
      if (Timestamps.isAllowed(time)) {
        return time.equals(Instant.EPOCH) ? null : time;
      }
    } catch (InvalidException e) {
      // said below
    }
    tell(name, json.get(name));
    return null;
  }

  /** An object's fields; none where it is missing. */
  public Fields object(String name) {
    return of(value(name), where + name, unreadable);
  }

  public List<JsonElement> list(String name) {
    @Nullable JsonElement value = value(name);
    if (value instanceof JsonArray array) {
      return array.asList();
    }
    tell(name, value);
    return List.of();
  }

  /** The entries of this object, whose keys are data. */
  public Map<String, JsonElement> entries() {
    return json.asMap();
  }

  /** A value that is one of this object's entries, or of its lists. */
  public Fields entry(@Nullable JsonElement value) {
    return of(value, where + "entry", unreadable);
  }

  /** Tells of a field that is read, and means nothing that is known here. */
  public void odd(String name) {
    unreadable.accept(where + name);
  }

  private @Nullable JsonElement value(String name) {
    @Nullable JsonElement value = json.get(name);
    return value == null || value.isJsonNull() ? null : value;
  }

  private void tell(String name, @Nullable JsonElement value) {
    if (value != null) {
      unreadable.accept(where + name);
    }
  }
}
