package rollcall.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.Stream;

/**
 * A table with aligned columns. Where it is too wide, first the columns that hold names are cut,
 * the widest before the others, then the rest.
 */
final class Table {
  private static final String GAP = "  ";
  private static final int NARROWEST = 6;

  private final List<List<Cell>> rows = new ArrayList<>();

  private final Set<String> names;

  Table(Set<String> names, String... headers) {
    this.names = names;
    rows.add(Stream.of(headers).map(header -> new Cell(header, Tint.BOLD)).toList());
  }

  void row(Cell... cells) {
    rows.add(List.of(cells));
  }

  void print(Console console) {
    int[] widths = fit(console.size().get().columns());
    for (List<Cell> row : rows) {
      console.line(line(row, widths, console.style()));
    }
  }

  private static String line(List<Cell> row, int[] widths, Style style) {
    StringBuilder line = new StringBuilder();
    int blanks = 0;
    for (int i = 0; i < row.size(); i++) {
      String text = Printable.cut(row.get(i).text(), widths[i]);
      if (!text.isEmpty()) {
        // Blanks are put before the next text, so that no line ends in them.
        line.append(" ".repeat(blanks)).append(style.paint(row.get(i).tint(), text));
        blanks = 0;
      }
      blanks += widths[i] - text.codePointCount(0, text.length()) + GAP.length();
    }
    return line.toString();
  }

  private int[] fit(int available) {
    int columns = rows.get(0).size();
    int[] widths = new int[columns];
    for (List<Cell> row : rows) {
      for (int i = 0; i < columns; i++) {
        String text = row.get(i).text();
        widths[i] = Math.max(widths[i], text.codePointCount(0, text.length()));
      }
    }
    int excess = Arrays.stream(widths).sum() + GAP.length() * (columns - 1) - available;
    excess = shrink(widths, excess, column -> names.contains(rows.get(0).get(column).text()));
    shrink(widths, excess, column -> true);
    return widths;
  }

  private static int shrink(int[] widths, int excess, IntPredicate mayShrink) {
    for (; excess > 0; excess--) {
      int widest = -1;
      for (int i = 0; i < widths.length; i++) {
        if (widths[i] > NARROWEST
            && mayShrink.test(i)
            && (widest < 0 || widths[i] > widths[widest])) {
          widest = i;
        }
      }
      if (widest < 0) {
        break;
      }
      widths[widest]--;
    }
    return excess;
  }
}
