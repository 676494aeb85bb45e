package rollcall.cli;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import rollcall.api.State;
import rollcall.cli.text.Times;

/**
 * A table's cell: text that is safe to print, and its colour.
 *
 * @param brief what a narrow terminal shows instead; else the text itself
 */
record Cell(String text, Tint tint, String brief) {
  static Cell of(@Nullable Object value) {
    return of(value, Tint.PLAIN);
  }

  static Cell of(@Nullable Object value, Tint tint) {
    String text = value == null ? "" : Printable.of(String.valueOf(value));
    return new Cell(text, tint, text);
  }

  /** A state in its colour: green for running, red for what should not be. */
  static Cell of(@Nullable State state) {
    if (state == null) {
      return of("");
    }
    Tint tint =
        switch (state) {
          case RUNNING -> Tint.GOOD;
          case CREATED, PAUSED, RESTARTING -> Tint.WARNING;
          case DEAD -> Tint.BAD;
          default -> Tint.FAINT;
        };
    return of(state.name().toLowerCase(Locale.ROOT), tint);
  }

  /** A time; on a narrow terminal without the date where it is today's. */
  static Cell of(@Nullable Instant time, Instant now) {
    return of(Times.full(time)).brief(Times.brief(time, now));
  }

  /** The same, with another text for narrow terminals. */
  Cell brief(String text) {
    return new Cell(this.text, tint, Printable.of(text));
  }
}
