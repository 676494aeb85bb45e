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
 * A table with aligned columns. Where it is too wide for the terminal, the columns that the caller
 * names give way, in that order; all others keep their whole text, whatever happens.
 */
public final class Table {
  private static final String GAP = "  ";

  private final List<String> yielding;
  private final List<List<Cell>> rows = new ArrayList<>();

  /**
   * A table.
   *
   * @param yielding the headers of the columns that may be cut and left out, the first ones first
   */
  public Table(List<String> yielding, String... headers) {
    this.yielding = yielding;
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
        // Blanks are put before the next text, so that no line ends in them.
        line.append(" ".repeat(blanks)).append(style.paint(column.color(row), text));
        blanks = 0;
      }
      blanks += column.width() - Widths.of(text) + GAP.length();
    }
    return line.toString();
  }

  /** The columns that are shown, made as narrow as it takes. */
  private List<Column> fit(int available) {
    List<String> left = new ArrayList<>(yielding);
    List<Column> columns = columns();
    if (excess(columns, available) > 0) {
      columns.removeIf(Column::isEmpty);
    }
    while (!narrow(columns, left, available) && !left.isEmpty()) {
      // What a column that goes leaves free may keep the next one whole.
      String least = left.remove(0);
      columns.removeIf(column -> column.header().equals(least));
      columns.forEach(Column::reset);
    }
    return columns;
  }

  private static boolean narrow(List<Column> columns, List<String> yielding, int available) {
    List<Column> inTurn = new ArrayList<>();
    for (String header : yielding) {
      columns.stream().filter(column -> column.header().equals(header)).forEach(inTurn::add);
    }
    for (Column column : inTurn) {
      column.abbreviate(excess(columns, available));
    }
    for (Column column : inTurn) {
      column.shrink(excess(columns, available));
    }
    for (Column column : columns) {
      column.abbreviate(excess(columns, available));
    }
    // What that has freed may keep more of those that were cut.
    inTurn.forEach(Column::measure);
    for (Column column : inTurn) {
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
