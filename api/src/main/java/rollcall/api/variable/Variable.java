package rollcall.api.variable;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import rollcall.api.Bounds;
import rollcall.api.Validate;
import rollcall.api.status.LoggedRequest;
import rollcall.common.InvalidException;

/**
 * A shared variable as one of its changes left it.
 *
 * @param value absent where that change deleted it
 * @param author who made the change, by its own word: see {@link LoggedRequest#caller}
 * @param revision of the change
 */
public record Variable(
    String key, @Nullable String value, String author, Instant time, long revision) {
  /** The variable's ETag: what a conditional request names it by. */
  public String etag() {
    return "\"" + revision + "\"";
  }

  /**
   * The key, if it can be one: any text but blanks alone, and but . and .., which no path can name.
   *
   * @throws InvalidException saying what is wrong with it
   */
  public static String requireKey(@Nullable String key) {
    String text = Validate.wellFormed("key", Validate.text("key", key, Bounds.KEY));
    if (text.equals(".") || text.equals("..")) {
      throw new InvalidException("key: . and .. are not allowed, for no path can name them");
    }
    return text;
  }

  /**
   * The value, if it can be one; it may be empty.
   *
   * @throws InvalidException saying what is wrong with it
   */
  public static String requireValue(@Nullable String value) {
    String text = Validate.present("value", value);
    if (text.length() > Bounds.VALUE) {
      throw new InvalidException(
          "value: " + text.length() + " characters, at most " + Bounds.VALUE + " are allowed");
    }
    return Validate.rejectNul("value", Validate.wellFormed("value", text));
  }
}
