package rollcall.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** A table with aligned columns; where it is too wide, the widest columns are cut first. */
final class Table {
  private static final String GAP = "  ";
  private static final int NARROWEST = 6;

  private final List<List<Cell>> rows = new ArrayList<>();

  Table(String... headers) {
    rows.add(Stream.of(headers).map(header -> new Cell(header, Tint.BOLD)).toList());
  }

  void row(Cell... cells) {
    rows.add(List.of(cells));
  }

  void print(Console console) {
    int[] widths = fit(console.width().getAsInt());
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
    for (; excess > 0; excess--) {
      int widest = 0;
      for (int i = 1; i < columns; i++) {
        widest = widths[i] > widths[widest] ? i : widest;
      }
      if (widths[widest] <= NARROWEST) {
        break;
      }
      widths[widest]--;
    }
    return widths;
  }
}
