package rollcall.cli.terminal;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import java.io.PrintWriter;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import rollcall.api.json.Json;

/**
 * Where a command prints.
 *
 * @param size of the terminal; asked for only when a table needs it
 * @param keys those typed while a command runs; null where there are none, or others read them
 */
public record Console(
    PrintWriter out,
    PrintWriter err,
    Style style,
    Supplier<TerminalSize> size,
    @Nullable Keys keys) {

  public Console(PrintWriter out, PrintWriter err, Style style, Supplier<TerminalSize> size) {
    this(out, err, style, size, null);
  }

  /** The same without colours where they are not wanted. */
  public Console colored(boolean wanted) {
    Style painted = new Style(style.terminal(), style.drawn(), style.colored() && wanted);
    return new Console(out, err, painted, size, keys);
  }

  /** The same with keys. */
  public Console with(@Nullable Keys typed) {
    return new Console(out, err, style, size, typed);
  }

  /** A line of our own words; what came from outside goes through {@link TerminalText} first. */
  public void line(String text) {
    out.println(text);
  }

  public void json(String json) {
    json(JsonParser.parseString(json));
  }

  /** JSON for people and programs alike: indented, and safe on a terminal. */
  public void json(JsonElement json) {
    Gson pretty = Json.gson().newBuilder().setPrettyPrinting().create();
    out.println(TerminalText.ofLines(pretty.toJson(json)));
  }

  public void flush() {
    out.flush();
    err.flush();
  }
}
