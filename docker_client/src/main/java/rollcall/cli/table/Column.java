package rollcall.cli.table;

import java.util.List;
import rollcall.cli.terminal.TextColor;
import rollcall.cli.text.Widths;

/** A column of a {@link Table} while it is made to fit: its cells, and how they are shown. */
final class Column {
  // Less would tell nothing.
  private static final int MIN_COLUMN_WIDTH = 10;

  private final List<Cell> cells;
  private boolean isBrief;
  private int width;

  /**
   * A column.
   *
   * @param cells the header first
   */
  Column(List<Cell> cells) {
    this.cells = cells;
    reset();
  }

  String header() {
    return cells.get(0).text();
  }

  /** Whether there is nothing below its header. */
  boolean isEmpty() {
    return cells.stream().skip(1).allMatch(cell -> cell.text().isEmpty());
  }

  int width() {
    return width;
  }

  String text(int row) {
    return Widths.cut(whole(cells.get(row)), width);
  }

  TextColor color(int row) {
    return cells.get(row).color();
  }

  /** Shows all again. */
  void reset() {
    isBrief = false;
    measure();
  }

  /** Shows the brief texts if there is too much. */
  void abbreviate(int excess) {
    if (excess > 0) {
      isBrief = true;
      measure();
    }
  }

  /** Cuts up to so many columns of the terminal. */
  void shrink(int excess) {
    if (excess > 0) {
      width = Math.min(width, Math.max(MIN_COLUMN_WIDTH, width - excess));
    }
  }

  /** Shows whole what was cut. */
  void measure() {
    width = cells.stream().mapToInt(cell -> Widths.of(whole(cell))).max().orElse(0);
  }

  private String whole(Cell cell) {
    return isBrief ? cell.brief() : cell.text();
  }
}
