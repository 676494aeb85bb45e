package rollcall.server.http.exchange;

import java.nio.charset.CharacterCodingException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.jetty.util.MultiMap;
import org.jspecify.annotations.Nullable;
import spark.Request;

/** Parses query parameters; an unknown one is an error, because a filter must not be ignored. */
public final class QueryParameters {
  private final MultiMap<String> values = new MultiMap<>();

  public QueryParameters(Request request, String... known) {
    // getParameter would also parse a form's body, which the routes read themselves.
    String query = request.queryString();
    if (query != null) {
      decode(query, values);
    }
    Set<String> unknown = new TreeSet<>(values.keySet());
    unknown.removeAll(Set.of(known));
    if (!unknown.isEmpty()) {
      String allowed = known.length == 0 ? "none" : String.join(", ", known);
      throw new ProblemException(
          400,
          "Unknown query parameter " + LogText.escape(String.join(", ", unknown)) + ".",
          "Known parameters: " + allowed + ".");
    }
  }

  /** Decodes a query or a form, which have the same syntax. */
  public static void decode(String query, MultiMap<String> values) {
    try {
      for (String pair : query.split("&", -1)) {
        String[] parts = pair.replace('+', ' ').split("=", 2);
        if (!pair.isEmpty()) {
          values.add(Escapes.decode(parts[0]), parts.length < 2 ? "" : Escapes.decode(parts[1]));
        }
      }
    } catch (CharacterCodingException e) {
      throw new ProblemException(
          400,
          "The query string, or the form, is not well-formed.",
          "Encode it as UTF-8, % as %25.");
    }
    if (values.values().stream().flatMap(List::stream).anyMatch(v -> v.indexOf('\0') >= 0)) {
      throw new ProblemException(
          400, "The query string contains the character NUL.", "Remove %00.");
    }
  }

  /** Returns a parameter; null if it is absent or empty. */
  public @Nullable String text(String name) {
    String value = values.getValue(name, 0);
    return value == null || value.isEmpty() ? null : value;
  }

  /** Returns a parameter; null only if it is absent. */
  public @Nullable String raw(String name) {
    return values.getValue(name, 0);
  }

  /** Returns all non-empty values of a repeatable parameter. */
  public List<String> texts(String name) {
    return values.getOrDefault(name, List.of()).stream().filter(v -> !v.isEmpty()).toList();
  }

  public boolean flag(String name) {
    String value = text(name);
    if (value == null || value.equals("false")) {
      return false;
    }
    if (value.equals("true")) {
      return true;
    }
    throw invalid(name, value, "true or false");
  }

  public int integer(String name, int defaultValue, int max) {
    String value = text(name);
    if (value == null) {
      return defaultValue;
    }
    try {
      int number = Integer.parseInt(value);
      if (number >= 1 && number <= max) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Reported below, like a number that is out of range.
    }
    throw invalid(name, value, "a whole number from 1 to " + max);
  }

  public static ProblemException invalid(String name, String value, String expected) {
    return new ProblemException(
        400,
        "The query parameter " + name + "=" + LogText.escape(value) + " cannot be used.",
        "Give " + expected + ".");
  }
}
