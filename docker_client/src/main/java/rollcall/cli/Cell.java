package rollcall.cli;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import rollcall.api.State;

/** A table's cell: text that is safe to print, and its colour. */
record Cell(String text, Tint tint) {
  static Cell of(@Nullable Object value) {
    return of(value, Tint.PLAIN);
  }

  static Cell of(@Nullable Object value, Tint tint) {
    return new Cell(value == null ? "" : Printable.of(String.valueOf(value)), tint);
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
}
