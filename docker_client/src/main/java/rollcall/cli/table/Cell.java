package rollcall.cli.table;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import rollcall.api.container.State;
import rollcall.cli.terminal.TerminalText;
import rollcall.cli.terminal.TextColor;
import rollcall.cli.text.Times;

/**
 * A table cell: text that is safe to print, and its colour.
 *
 * @param brief the text for narrow terminals
 */
public record Cell(String text, TextColor color, String brief) {
  public static Cell of(@Nullable Object value) {
    return of(value, TextColor.PLAIN);
  }

  public static Cell of(@Nullable Object value, TextColor color) {
    String text = value == null ? "" : TerminalText.of(String.valueOf(value));
    return new Cell(text, color, text);
  }

  /** A state in its colour, like green for running. */
  public static Cell of(@Nullable State state) {
    if (state == null) {
      return of("");
    }
    TextColor color =
        switch (state) {
          case RUNNING -> TextColor.GOOD;
          case CREATED, PAUSED, RESTARTING -> TextColor.WARNING;
          case DEAD -> TextColor.BAD;
          default -> TextColor.FAINT;
        };
    return of(state.name().toLowerCase(Locale.ROOT), color);
  }

  /** A time; on a narrow terminal in the short form. */
  public static Cell of(@Nullable Instant time, Instant now) {
    return of(Times.full(time)).brief(Times.brief(time, now));
  }

  /** The same, with another text for narrow terminals. */
  public Cell brief(String text) {
    return new Cell(this.text, color, TerminalText.of(text));
  }
}
