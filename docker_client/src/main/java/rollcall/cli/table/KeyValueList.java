package rollcall.cli.table;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import rollcall.cli.terminal.Console;
import rollcall.cli.terminal.TextColor;

/** A list of aligned "key: value" lines; empty values are omitted. */
public final class KeyValueList {
  private record Line(String key, Cell value) {}

  private final List<Line> lines = new ArrayList<>();

  public KeyValueList add(String key, @Nullable Object value) {
    return add(key, Cell.of(value));
  }

  public KeyValueList add(String key, Cell value) {
    if (!value.text().isEmpty()) {
      lines.add(new Line(key + ":", value));
    }
    return this;
  }

  /** Adds one line per value; the first one has the key. */
  public KeyValueList addAll(String key, Collection<String> values) {
    String label = key + ":";
    for (String value : values) {
      lines.add(new Line(label, Cell.of(value)));
      label = "";
    }
    return this;
  }

  public void print(Console console) {
    int width = lines.stream().mapToInt(line -> line.key().length()).max().orElse(0);
    for (Line line : lines) {
      String key = line.key() + " ".repeat(width - line.key().length());
      console.line(
          console.style().paint(TextColor.FAINT, key)
              + "  "
              + console.style().paint(line.value().color(), line.value().text()));
    }
  }
}
