package rollcall.cli.table;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import rollcall.cli.terminal.Console;
import rollcall.cli.terminal.Style;
import rollcall.cli.terminal.TextColor;
import rollcall.cli.text.Widths;

/**
 * A table with aligned columns. If it is too wide for the terminal, the optional columns are
 * truncated and then omitted, in the given order; other columns are never truncated.
 */
public final class Table {
  private static final String GAP = "  ";

  private final List<String> optional;
  private final List<List<Cell>> rows = new ArrayList<>();

  /**
   * Creates a table.
   *
   * @param optional the headers of the columns that may be truncated and omitted, in this order
   */
  public Table(List<String> optional, String... headers) {
    this.optional = optional;
    row(Stream.of(headers).map(header -> Cell.of(header, TextColor.BOLD)).toArray(Cell[]::new));
  }

  public void row(Cell... cells) {
    rows.add(List.of(cells));
  }

  public void print(Console console) {
    List<Column> columns = fit(console.size().get().columns());
    for (int row = 0; row < rows.size(); row++) {
      console.line(line(row, columns, console.style()));
    }
  }

  private static String line(int row, List<Column> columns, Style style) {
    StringBuilder line = new StringBuilder();
    int blanks = 0;
    for (Column column : columns) {
      String text = column.text(row);
      if (!text.isEmpty()) {
        // Padding is written before the next text, to avoid trailing blanks.
        line.append(" ".repeat(blanks)).append(style.paint(column.color(row), text));
        blanks = 0;
      }
      blanks += column.width() - Widths.of(text) + GAP.length();
    }
    return line.toString();
  }

  /** The columns that fit, at their final widths. */
  private List<Column> fit(int available) {
    List<String> remaining = new ArrayList<>(optional);
    List<Column> columns = columns();
    if (excess(columns, available) > 0) {
      columns.removeIf(Column::isEmpty);
    }
    while (!shrink(columns, remaining, available) && !remaining.isEmpty()) {
      // Removing a column may leave enough room for the others in full.
      String next = remaining.remove(0);
      columns.removeIf(column -> column.header().equals(next));
      columns.forEach(Column::reset);
    }
    return columns;
  }

  private static boolean shrink(List<Column> columns, List<String> optional, int available) {
    List<Column> candidates = new ArrayList<>();
    for (String header : optional) {
      columns.stream().filter(column -> column.header().equals(header)).forEach(candidates::add);
    }
    for (Column column : candidates) {
      column.abbreviate(excess(columns, available));
    }
    for (Column column : candidates) {
      column.shrink(excess(columns, available));
    }
    for (Column column : columns) {
      column.abbreviate(excess(columns, available));
    }
    // The brief texts may have left more room for the truncated columns.
    candidates.forEach(Column::restoreWidth);
    for (Column column : candidates) {
      column.shrink(excess(columns, available));
    }
    return excess(columns, available) <= 0;
  }

  private static int excess(List<Column> columns, int available) {
    int gaps = GAP.length() * (columns.size() - 1);
    return columns.stream().mapToInt(Column::width).sum() + gaps - available;
  }

  private List<Column> columns() {
    List<Column> columns = new ArrayList<>();
    IntStream.range(0, rows.get(0).size())
        .mapToObj(i -> new Column(rows.stream().map(row -> row.get(i)).toList()))
        .forEach(columns::add);
    return columns;
  }
}
