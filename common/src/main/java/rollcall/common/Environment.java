package rollcall.common;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Reads settings from environment variables; an empty variable counts as unset. Every error is an
 * {@link InvalidException} with the variable, its value and the expected format.
 */
public final class Environment {
  /** Former names of settings by their current names; both are read. */
  private static final Map<String, String> FORMER_NAMES =
      Map.ofEntries(
          Map.entry("ROLLCALL_MAX_REPORTS", "ROLLCALL_KEEP_REPORTS"),
          Map.entry("ROLLCALL_MAX_CONTAINERS", "ROLLCALL_KEEP_CONTAINERS"),
          Map.entry("ROLLCALL_MAX_CHANGES", "ROLLCALL_KEEP_CHANGES"),
          Map.entry("ROLLCALL_MAX_LOGGED_REQUESTS", "ROLLCALL_KEEP_REQUESTS"),
          Map.entry("ROLLCALL_RETENTION", "ROLLCALL_KEEP"),
          Map.entry("ROLLCALL_SLOW_CLIENT_TIMEOUT", "ROLLCALL_SLOW_AFTER"),
          Map.entry("ROLLCALL_RATE_LIMIT", "ROLLCALL_CALLER_RATE"),
          Map.entry("ROLLCALL_MAX_CONNECTIONS", "ROLLCALL_CONNECTIONS"),
          Map.entry("ROLLCALL_REPORT_INTERVAL", "ROLLCALL_REPORT_EVERY"),
          Map.entry("ROLLCALL_DB_CONNECT_TIMEOUT", "ROLLCALL_DB_WAIT"),
          Map.entry("ROLLCALL_DRAIN_TIMEOUT", "ROLLCALL_DRAIN"),
          Map.entry("ROLLCALL_RESTART_LOOP_COUNT", "ROLLCALL_WEBHOOK_STARTS"),
          Map.entry("ROLLCALL_RESTART_LOOP_WINDOW", "ROLLCALL_WEBHOOK_WINDOW"));

  private final Map<String, String> variables;

  public Environment(Map<String, String> variables) {
    this.variables = Map.copyOf(variables);
  }

  /** One warning per setting that is set under its former name. */
  public List<String> deprecations() {
    return FORMER_NAMES.entrySet().stream()
        .filter(names -> isSet(names.getValue()))
        .map(
            names ->
                isSet(names.getKey())
                    ? "%s is set, so %s, its former name, is ignored"
                        .formatted(names.getKey(), names.getValue())
                    : "%s is now called %s; the former name still works"
                        .formatted(names.getValue(), names.getKey()))
        .sorted()
        .toList();
  }

  /** The name, current or former, that the user has set; errors quote it. */
  private String nameInUse(String name) {
    String former = FORMER_NAMES.getOrDefault(name, name);
    return !isSet(name) && isSet(former) ? former : name;
  }

  private boolean isSet(String name) {
    return !variables.getOrDefault(name, "").isEmpty();
  }

  /**
   * A text, stripped.
   *
   * @throws InvalidException if the locale could not decode it
   */
  public Optional<String> text(String name) {
    return exact(name).map(String::strip).filter(value -> !value.isEmpty());
  }

  private Optional<String> exact(String setting) {
    String name = nameInUse(setting);
    @Nullable String value = variables.get(name);
    // Java's replacement for bytes that the locale's encoding lacks.
    if (value != null && value.indexOf('\uFFFD') >= 0 && name.startsWith("ROLLCALL_")) {
      throw new InvalidException(
          name
              + ": has characters that cannot be read in this locale (LC_ALL, LC_CTYPE or LANG);"
              + " set LC_ALL=C.UTF-8");
    }
    return Optional.ofNullable(value).filter(text -> !text.isEmpty());
  }

  public String text(String name, String defaultValue) {
    return text(name).orElse(defaultValue);
  }

  /** A whole number of {@code min} to {@code max}. */
  public int integer(String name, int defaultValue, int min, int max) {
    String value = text(name, String.valueOf(defaultValue));
    try {
      int number = Integer.parseInt(value);
      if (number >= min && number <= max) {
        return number;
      }
    } catch (NumberFormatException e) {
      // reported below
    }
    throw new InvalidException(
        nameInUse(name) + "=\"" + value + "\": expected a whole number from " + min + " to " + max);
  }

  /** A duration: digits and one of {@code ms s m h d}. */
  public Duration duration(String name, Duration defaultValue) {
    Optional<String> value = text(name);
    if (value.isEmpty()) {
      return defaultValue;
    }
    try {
      return Durations.parse(value.get());
    } catch (InvalidException e) {
      throw new InvalidException(nameInUse(name) + "=" + e.getMessage());
    }
  }

  /**
   * A secret, stripped: the variable itself, or the content of the file that {@code NAME_FILE}
   * names, such as a mounted Docker secret. Not both.
   */
  public Optional<String> secret(String name) {
    return secret(name, text(name), String::strip);
  }

  /** A secret, not stripped except for a file's final line break. */
  public Optional<String> password(String name) {
    return secret(name, exact(name), content -> content.replaceFirst("\\r?\\n\\z", ""));
  }

  private Optional<String> secret(String name, Optional<String> value, UnaryOperator<String> trim) {
    Optional<String> file = text(name + "_FILE");
    if (file.isEmpty()) {
      return value;
    }
    if (value.isPresent()) {
      throw new InvalidException(name + " and " + name + "_FILE are both set: unset one of them");
    }
    try {
      String content = trim.apply(Files.readString(Path.of(file.get())));
      if (content.isEmpty()) {
        throw new InvalidException(name + "_FILE=\"" + file.get() + "\": the file is empty");
      }
      return Optional.of(content);
    } catch (CharacterCodingException e) {
      throw new InvalidException(
          name + "_FILE=\"" + file.get() + "\": the file is not text in UTF-8");
    } catch (IOException | InvalidPathException e) {
      throw new InvalidException(
          name + "_FILE=\"" + file.get() + "\": cannot be read (" + e.getMessage() + ")");
    }
  }
}
