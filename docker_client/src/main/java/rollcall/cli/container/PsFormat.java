package rollcall.cli.container;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import rollcall.cli.table.Cell;
import rollcall.cli.table.Table;
import rollcall.cli.terminal.Console;
import rollcall.cli.terminal.TerminalText;
import rollcall.cli.text.ShortNames;

/** How {@code ps} prints rows: the usual table, ids only, or by a template. */
interface PsFormat {
  void print(List<PsRow> rows, Console console);

  /** The format of the options; {@code format} is null if not given. */
  static PsFormat of(boolean quiet, @Nullable String format) {
    if (quiet) {
      return (rows, console) -> rows.forEach(row -> line(row.field("ID"), console));
    }
    if (format == null || format.equals("table")) {
      return PsFormat::table;
    }
    if (format.equals("json")) {
      return (rows, console) -> rows.forEach(row -> line(row.json().toString(), console));
    }
    if (format.startsWith("table ")) {
      Template template = new Template(format.substring("table ".length()).strip());
      return (rows, console) -> table(template, rows, console);
    }
    Template template = new Template(format);
    return (rows, console) -> rows.forEach(row -> lines(template.render(row), console));
  }

  private static void table(List<PsRow> rows, Console console) {
    List<String> fields =
        List.of("ID", "Image", "Node", "Service", "RunningFor", "Status", "Ports", "Names");
    Table table =
        new Table(
            List.of("PORTS", "IMAGE", "CREATED", "SERVICE", "CONTAINER ID"),
            fields.stream().map(PsRow::header).toArray(String[]::new));
    for (PsRow row : rows) {
      table.row(fields.stream().map(field -> cell(row, field)).toArray(Cell[]::new));
    }
    table.print(console);
  }

  private static Cell cell(PsRow row, String field) {
    String value = row.field(field);
    return switch (field) {
      case "Status" -> Cell.of(value, PsStatus.color(row.container()));
      case "Names" -> Cell.of(value).brief(ShortNames.task(value));
      case "RunningFor" -> Cell.of(value).brief(row.age());
      default -> Cell.of(value);
    };
  }

  private static void table(Template template, List<PsRow> rows, Console console) {
    Table table = new Table(List.of(), template.header().split("\t", -1));
    for (PsRow row : rows) {
      table.row(Stream.of(template.render(row).split("\t", -1)).map(Cell::of).toArray(Cell[]::new));
    }
    table.print(console);
  }

  private static void line(String text, Console console) {
    console.line(TerminalText.of(text));
  }

  /** Keeps a template's tabs and line breaks, and escapes other control characters. */
  private static void lines(String text, Console console) {
    for (String line : text.split("\n", -1)) {
      console.line(
          Stream.of(line.split("\t", -1)).map(TerminalText::of).collect(Collectors.joining("\t")));
    }
  }
}
