package rollcall.api;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import rollcall.common.InvalidException;

/** Validation in constructors of records. It checks for null because JSON may lack any field. */
public final class Validate {
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:@-]*");

  private Validate() {}

  public static <T> T present(String field, @Nullable T value) {
    if (value == null) {
      throw new InvalidException(field + ": missing");
    }
    return value;
  }

  public static String text(String field, @Nullable String value, int max) {
    String text = present(field, value);
    if (text.isBlank()) {
      throw new InvalidException(field + ": empty");
    }
    if (text.length() > max) {
      throw new InvalidException(
          field + ": " + text.length() + " characters, at most " + max + " are allowed");
    }
    return rejectNul(field, text);
  }

  public static String wellFormed(String field, String text) {
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
      throw new InvalidException(
          field + ": contains an unpaired surrogate, which is not valid Unicode");
    }
    return text;
  }

  /** PostgreSQL cannot store the character NUL. */
  public static String rejectNul(String field, String text) {
    if (text.indexOf('\0') >= 0) {
      throw new InvalidException(field + ": contains the character NUL, which is not allowed");
    }
    return text;
  }

  public static void optionalText(String field, @Nullable String value, int max) {
    if (value != null) {
      text(field, value, max);
    }
  }

  public static void optionalCount(String field, @Nullable Integer value) {
    if (value != null && value < 0) {
      throw new InvalidException(field + ": " + value + " is less than 0");
    }
  }

  /** Checks a container id, which is used in paths. */
  public static void id(@Nullable String value) {
    String id = text("id", value, Bounds.ID);
    if (!ID.matcher(id).matches()) {
      throw new InvalidException(
          "id: only letters, digits and, after the first, . _ : @ - are allowed");
    }
  }

  public static void range(String field, double value, double min, double max) {
    if (!(value >= min && value <= max)) {
      throw new InvalidException(field + ": " + value + " is not between " + min + " and " + max);
    }
  }

  public static <T> List<T> list(String field, @Nullable List<T> value, int max) {
    if (value == null) {
      return List.of();
    }
    if (value.size() > max) {
      throw new InvalidException(
          field + ": " + value.size() + " entries, at most " + max + " are allowed");
    }
    for (T entry : value) {
      present(field, entry);
    }
    return List.copyOf(value);
  }

  /** Checks and sorts labels, so that equal labels are serialised alike. */
  public static Map<String, String> labels(@Nullable Map<String, String> labels) {
    if (labels == null || labels.isEmpty()) {
      return Map.of();
    }
    if (labels.size() > Bounds.LABELS) {
      throw new InvalidException(
          "labels: " + labels.size() + ", at most " + Bounds.LABELS + " are allowed");
    }
    int total = 0;
    for (Map.Entry<String, String> label : labels.entrySet()) {
      String key = text("labels: a key", label.getKey(), Bounds.LABEL_KEY);
      String value = rejectNul("labels." + key, present("labels." + key, label.getValue()));
      if (value.length() > Bounds.LABEL_VALUE) {
        throw new InvalidException(
            "labels."
                + key
                + ": "
                + value.length()
                + " characters, at most "
                + Bounds.LABEL_VALUE
                + " are allowed");
      }
      total += key.length() + value.length();
    }
    if (total > Bounds.LABELS_TOTAL) {
      throw new InvalidException(
          "labels: "
              + total
              + " characters together, at most "
              + Bounds.LABELS_TOTAL
              + " are allowed");
    }
    return Collections.unmodifiableMap(new TreeMap<>(labels));
  }
}
