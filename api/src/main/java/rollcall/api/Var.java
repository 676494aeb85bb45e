package rollcall.api;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A shared variable as one of its changes left it.
 *
 * @param value absent where that change deleted it
 * @param author who made the change, by its own word: see {@link LoggedRequest#caller}
 * @param revision of the change
 */
public record Var(String key, @Nullable String value, String author, Instant time, long revision) {
  // It stands in paths, and in command lines.
  private static final Pattern KEY = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._:@-]*");

  /** The variable's ETag: what a conditional request names it by. */
  public String etag() {
    return "\"" + revision + "\"";
  }

  /**
   * The key, if it can be one.
   *
   * @throws InvalidException saying what is wrong with it
   */
  public static String requireKey(@Nullable String key) {
    String text = Check.text("key", key, Bounds.NAME);
    if (!KEY.matcher(text).matches()) {
      throw new InvalidException(
          "key: only letters, digits and _ and, after the first, . : @ - are allowed");
    }
    return text;
  }

  /**
   * The value, if it can be one; it may be empty.
   *
   * @throws InvalidException saying what is wrong with it
   */
  public static String requireValue(@Nullable String value) {
    String text = Check.present("value", value);
    if (text.length() > Bounds.VALUE) {
      throw new InvalidException(
          "value: " + text.length() + " characters, at most " + Bounds.VALUE + " are allowed");
    }
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
      throw new InvalidException("value: has half a surrogate pair in it, which is not text");
    }
    return Check.noNul("value", text);
  }
}
