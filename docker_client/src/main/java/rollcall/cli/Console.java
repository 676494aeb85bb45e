package rollcall.cli;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import java.io.PrintWriter;
import java.util.function.Supplier;
import rollcall.api.Json;

/**
 * Where a command prints.
 *
 * @param size of the terminal; asked for only when a table needs it
 */
record Console(PrintWriter out, PrintWriter err, Style style, Supplier<Size> size) {

  /** The same without colours where they are not wanted. */
  Console colored(boolean wanted) {
    return new Console(out, err, new Style(style.terminal(), style.colored() && wanted), size);
  }

  /** A line of our own words; what came from outside goes through {@link Printable} first. */
  void line(String text) {
    out.println(text);
  }

  void json(String json) {
    json(JsonParser.parseString(json));
  }

  /** JSON for people and programs alike: indented, and safe on a terminal. */
  void json(JsonElement json) {
    Gson pretty = Json.gson().newBuilder().setPrettyPrinting().create();
    out.println(Printable.ofLines(pretty.toJson(json)));
  }

  void flush() {
    out.flush();
    err.flush();
  }
}
