package rollcall.api.variable;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import rollcall.api.Bounds;
import rollcall.api.Validate;
import rollcall.api.status.LoggedRequest;
import rollcall.common.InvalidException;

/**
 * A version of a shared variable.
 *
 * @param value absent if it was deleted
 * @param author the change's caller, as in {@link LoggedRequest#caller}
 * @param revision of the change
 */
public record Variable(
    String key, @Nullable String value, String author, Instant time, long revision) {
  /** The variable's ETag, for conditional requests. */
  public String etag() {
    return "\"" + revision + "\"";
  }

  /**
   * Returns a valid key: not blank, and not . or .., which URL paths cannot contain.
   *
   * @throws InvalidException naming the error
   */
  public static String requireKey(@Nullable String key) {
    String text = Validate.wellFormed("key", Validate.text("key", key, Bounds.KEY));
    if (text.equals(".") || text.equals("..")) {
      throw new InvalidException(
          "key: . and .. are not allowed, because URL paths cannot contain them");
    }
    return text;
  }

  /**
   * Returns a valid value, which may be empty.
   *
   * @throws InvalidException naming the error
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
