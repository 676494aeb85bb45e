package rollcall.server.storage.sql.connection;

import java.util.Collection;
import java.util.List;
import rollcall.api.json.Json;

/**
 * The SQL fragments that differ between the databases.
 *
 * @param elements a table of the elements, {@code value}, of a JSON array, its one parameter
 * @param labels a table, {@code key} and {@code value}, of the labels in {@code facts}
 * @param searched the roster with the {@code words} to search in
 */
public record Dialect(String elements, String labels, String searched) {
  /**
   * A condition that an expression is one of several texts; its one parameter is {@link #texts}.
   */
  public String isOneOf(String expression) {
    return expression + " IN (SELECT value ->> 0 FROM " + elements + ")";
  }

  /** Each text is in its own array: value ->> 0 is a plain text in both databases, value is not. */
  public static String texts(Collection<String> texts) {
    return Json.write(texts.stream().map(List::of).toList());
  }
}
