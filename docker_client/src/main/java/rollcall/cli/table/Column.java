package rollcall.cli.table;

import java.util.List;
import rollcall.cli.terminal.TextColor;
import rollcall.cli.text.Widths;

/** A column of a {@link Table}, with the width at which it is shown. */
final class Column {
  // A narrower column would not be readable.
  private static final int MIN_COLUMN_WIDTH = 10;

  private final List<Cell> cells;
  private boolean isBrief;
  private int width;

  /**
   * Creates a column.
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

  /** Whether all cells below the header are empty. */
  boolean isEmpty() {
    return cells.stream().skip(1).allMatch(cell -> cell.text().isEmpty());
  }

  int width() {
    return width;
  }

  String text(int row) {
    return Widths.cut(shownText(cells.get(row)), width);
  }

  TextColor color(int row) {
    return cells.get(row).color();
  }

  /** Restores the full texts and the full width. */
  void reset() {
    isBrief = false;
    restoreWidth();
  }

  /** Shows the brief texts if there is an excess. */
  void abbreviate(int excess) {
    if (excess > 0) {
      isBrief = true;
      restoreWidth();
    }
  }

  /** Truncates by up to {@code excess} terminal columns. */
  void shrink(int excess) {
    if (excess > 0) {
      width = Math.min(width, Math.max(MIN_COLUMN_WIDTH, width - excess));
    }
  }

  /** Restores the full width. */
  void restoreWidth() {
    width = cells.stream().mapToInt(cell -> Widths.of(shownText(cell))).max().orElse(0);
  }

  private String shownText(Cell cell) {
    return isBrief ? cell.brief() : cell.text();
  }
}
