package rollcall.api;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads settings from environment variables; an empty variable counts as unset. Every error is an
 * {@link InvalidException} that names the variable, quotes its value and says what was expected.
 */
public final class Environment {
  private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");

  private final Map<String, String> variables;

  public Environment(Map<String, String> variables) {
    this.variables = Map.copyOf(variables);
  }

  public Optional<String> text(String name) {
    @Nullable String value = variables.get(name);
    return value == null || value.isBlank() ? Optional.empty() : Optional.of(value.strip());
  }

  public String text(String name, String otherwise) {
    return text(name).orElse(otherwise);
  }

  /** A whole number of {@code min} to {@code max}. */
  public int integer(String name, int otherwise, int min, int max) {
    String value = text(name, String.valueOf(otherwise));
    try {
      int number = Integer.parseInt(value);
      if (number >= min && number <= max) {
        return number;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw new InvalidException(
        name + "=\"" + value + "\": expected a whole number from " + min + " to " + max);
  }

  /** A duration: digits and one of {@code ms s m h d}. */
  public Duration duration(String name, Duration otherwise) {
    Optional<String> value = text(name);
    if (value.isEmpty()) {
      return otherwise;
    }
    Matcher matcher = DURATION.matcher(value.get());
    if (!matcher.matches()) {
      throw new InvalidException(
          name + "=\"" + value.get() + "\": expected a duration like 500ms, 30s, 5m, 12h or 7d");
    }
    long number = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "ms" -> Duration.ofMillis(number);
      case "s" -> Duration.ofSeconds(number);
      case "m" -> Duration.ofMinutes(number);
      case "h" -> Duration.ofHours(number);
      default -> Duration.ofDays(number);
    };
  }

  /**
   * A secret: the variable itself, or the content of the file that {@code NAME_FILE} names, as
   * Docker mounts its secrets. Not both.
   */
  public Optional<String> secret(String name) {
    Optional<String> file = text(name + "_FILE");
    if (file.isEmpty()) {
      return text(name);
    }
    if (text(name).isPresent()) {
      throw new InvalidException(name + " and " + name + "_FILE are both set: unset one of them");
    }
    try {
      String content = Files.readString(Path.of(file.get())).strip();
      if (content.isEmpty()) {
        throw new InvalidException(name + "_FILE=\"" + file.get() + "\": the file is empty");
      }
      return Optional.of(content);
    } catch (IOException e) {
      throw new InvalidException(
          name + "_FILE=\"" + file.get() + "\": cannot be read (" + e.getMessage() + ")");
    }
  }
}
