package rollcall.cli;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One thing in full: aligned "key: value" lines; what is absent is left out. */
final class Details {
  private record Line(String key, Cell value) {}

  private final List<Line> lines = new ArrayList<>();

  Details add(String key, @Nullable Object value) {
    return add(key, Cell.of(value));
  }

  Details add(String key, Cell value) {
    if (!value.text().isEmpty()) {
      lines.add(new Line(key + ":", value));
    }
    return this;
  }

  /** Several values, each on a line of its own, the key before the first. */
  Details addAll(String key, Collection<String> values) {
    String label = key + ":";
    for (String value : values) {
      lines.add(new Line(label, Cell.of(value)));
      label = "";
    }
    return this;
  }

  void print(Console console) {
    int width = lines.stream().mapToInt(line -> line.key().length()).max().orElse(0);
    for (Line line : lines) {
      String key = line.key() + " ".repeat(width - line.key().length());
      console.line(
          console.style().paint(Tint.FAINT, key)
              + "  "
              + console.style().paint(line.value().tint(), line.value().text()));
    }
  }
}
