package rollcall.cli;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import java.io.PrintWriter;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import rollcall.api.Json;

/**
 * Where a command prints.
 *
 * @param size of the terminal; asked for only when a table needs it
 * @param keys those typed while a command runs; null where there are none, or others read them
 */
record Console(
    PrintWriter out, PrintWriter err, Style style, Supplier<Size> size, @Nullable Keys keys) {

  Console(PrintWriter out, PrintWriter err, Style style, Supplier<Size> size) {
    this(out, err, style, size, null);
  }

  /** The same without colours where they are not wanted. */
  Console colored(boolean wanted) {
    Style painted = new Style(style.terminal(), style.drawn(), style.colored() && wanted);
    return new Console(out, err, painted, size, keys);
  }

  /** The same with keys. */
  Console with(@Nullable Keys typed) {
    return new Console(out, err, style, size, typed);
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
