package rollcall.cli.terminal;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import java.io.PrintWriter;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import rollcall.api.json.Json;

/**
 * The output of a command.
 *
 * @param size of the terminal, determined only when needed
 * @param keys typed while a command runs; null if there is no terminal to read them from
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

  /** The same, without colours unless {@code wanted}. */
  public Console colored(boolean wanted) {
    Style colors = new Style(style.terminal(), style.drawn(), style.colored() && wanted);
    return new Console(out, err, colors, size, keys);
  }

  /** The same with keys. */
  public Console with(@Nullable Keys keys) {
    return new Console(out, err, style, size, keys);
  }

  /** Prints a line; untrusted text must be escaped with {@link TerminalText} first. */
  public void line(String text) {
    out.println(text);
  }

  public void json(String json) {
    json(JsonParser.parseString(json));
  }

  /** Prints JSON, indented and safe for a terminal. */
  public void json(JsonElement json) {
    Gson pretty = Json.gson().newBuilder().setPrettyPrinting().create();
    out.println(TerminalText.ofLines(pretty.toJson(json)));
  }

  public void flush() {
    out.flush();
    err.flush();
  }
}
