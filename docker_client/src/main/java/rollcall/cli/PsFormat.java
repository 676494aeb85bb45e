package rollcall.cli;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How {@code ps} prints rows: the usual table, ids only, or by a template. */
interface PsFormat {
  void print(List<PsRow> rows, Console console);

  /** Chooses by the options; {@code format} is null where none was given. */
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
            Set.of("IMAGE", "NODE", "SERVICE", "PORTS", "NAMES"),
            fields.stream().map(PsRow.HEADERS::get).toArray(String[]::new));
    for (PsRow row : rows) {
      table.row(
          fields.stream()
              .map(
                  field ->
                      Cell.of(
                          row.field(field),
                          field.equals("Status") ? PsStatus.tint(row.container()) : Tint.PLAIN))
              .toArray(Cell[]::new));
    }
    table.print(console);
  }

  private static void table(Template template, List<PsRow> rows, Console console) {
    Table table = new Table(Set.of(), template.header().split("\t", -1));
    for (PsRow row : rows) {
      table.row(Stream.of(template.render(row).split("\t", -1)).map(Cell::of).toArray(Cell[]::new));
    }
    table.print(console);
  }

  private static void line(String text, Console console) {
    console.line(Printable.of(text));
  }

  /** A template's own tabs and line breaks are wanted; what else acts on a terminal is not. */
  private static void lines(String text, Console console) {
    for (String line : text.split("\n", -1)) {
      console.line(
          Stream.of(line.split("\t", -1))
              .map(Printable::of)
              .collect(java.util.stream.Collectors.joining("\t")));
    }
  }
}
