package rollcall.cli.commands;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import rollcall.api.Bounds;
import rollcall.api.json.Json;
import rollcall.api.variable.Variable;
import rollcall.api.variable.VariableHistory;
import rollcall.api.variable.VariablePage;
import rollcall.cli.command.Command;
import rollcall.cli.command.CommandContext;
import rollcall.cli.command.ExitCode;
import rollcall.cli.command.Footer;
import rollcall.cli.command.Input;
import rollcall.cli.command.UsageException;
import rollcall.cli.table.Cell;
import rollcall.cli.table.Table;
import rollcall.cli.terminal.TerminalText;
import rollcall.cli.terminal.TextColor;
import rollcall.cli.text.Formats;
import rollcall.cli.text.ShortNames;
import rollcall.client.http.ApiResponse;

/** Lists, reads, sets, edits or deletes the shared variables. */
public final class VarsCommand implements Command {
  /** The actions on a variable. */
  private static final List<String> ACTIONS = List.of("get", "set", "edit", "delete", "history");

  // A character has at most four bytes in UTF-8.
  private static final int MAX_INPUT_BYTES = 4 * Bounds.VALUE + 2;

  @Override
  public CommandSpec spec() {
    return Command.named(
            "vars",
            "List the shared variables, or get, set, edit, delete or show the history of one.",
            "set creates or replaces it; edit fails if it is missing or changed in between.")
        .addPositional(Command.parameter(0, "ACTION", String.join(", ", ACTIONS), ACTIONS))
        .addPositional(Command.parameter(1, "KEY", "letters, digits and . _ : @ -", List.of()))
        .addPositional(
            Command.parameter(
                2, "VALUE", "- reads standard input, without the final line break", List.of()));
  }

  @Override
  public int run(CommandContext context) {
    String action = argument(context, 0);
    if (action == null) {
      list(context);
      return ExitCode.OK;
    }
    switch (action.toLowerCase(Locale.ROOT)) {
      case "get" -> get(context, key(context, false));
      case "set" -> {
        String key = key(context, true);
        print(context, "set", context.server().setVar(key, value(context), null));
      }
      case "edit" -> edit(context, key(context, true));
      case "delete" -> print(context, "deleted", context.server().deleteVar(key(context, false)));
      case "history" -> history(context, key(context, false));
      default ->
          throw new UsageException(
              "Unknown action \"" + action + "\": the actions are " + String.join(", ", ACTIONS));
    }
    return ExitCode.OK;
  }

  private static @Nullable String argument(CommandContext context, int index) {
    return context.arguments().<@Nullable String>matchedPositionalValue(index, null);
  }

  private static String key(CommandContext context, boolean takesValue) {
    String key = argument(context, 1);
    if (key == null) {
      throw new UsageException("Missing KEY: name a variable");
    }
    if (!takesValue && argument(context, 2) != null) {
      throw new UsageException("Only set and edit take a value");
    }
    return Variable.requireKey(key);
  }

  private static String value(CommandContext context) {
    String value = argument(context, 2);
    if (value == null) {
      throw new UsageException("Missing VALUE: give a value, or - to read standard input");
    }
    return Variable.requireValue(value.equals("-") ? read(context.input()) : value);
  }

  private static String read(@Nullable InputStream input) {
    if (input == null) {
      throw new UsageException(
          "VALUE - is not available: the commands are read from standard input");
    }
    try {
      String text = Input.text(input.readNBytes(MAX_INPUT_BYTES));
      return text.endsWith("\n") ? text.replaceFirst("\r?\n$", "") : text;
    } catch (IOException e) {
      throw new UsageException("Cannot read standard input: " + e.getMessage());
    }
  }

  private static void list(CommandContext context) {
    List<ApiResponse<VariablePage>> pages = context.server().vars();
    List<Variable> all = new ArrayList<>();
    pages.forEach(page -> all.addAll(page.value().vars()));
    ApiResponse<VariablePage> last = pages.get(pages.size() - 1);
    if (context.settings().json()) {
      VariablePage joined = new VariablePage(all, null, last.value().revision());
      context.console().json(Json.write(joined));
      return;
    }
    if (!all.isEmpty()) {
      table(all, "KEY", last.time()).print(context.console());
    }
    Footer.print(Formats.count(all.size(), "variable"), last, last.value().revision(), context);
  }

  /** Prints the bare value, for scripts; on a terminal it is escaped. */
  private static void get(CommandContext context, String key) {
    ApiResponse<Variable> response = context.server().var(key);
    if (context.settings().json()) {
      context.console().json(response.body());
      return;
    }
    String value = Objects.requireNonNullElse(response.value().value(), "");
    boolean onTerminal = context.console().style().terminal();
    context.console().line(onTerminal ? TerminalText.ofLines(value) : value);
  }

  /** Replaces the value only if it has not changed since it was read: no other change is lost. */
  private static void edit(CommandContext context, String key) {
    String value = value(context);
    Variable current = context.server().var(key).value();
    print(context, "changed", context.server().setVar(key, value, current.etag()));
  }

  private static void print(CommandContext context, String verb, ApiResponse<Variable> response) {
    if (context.settings().json()) {
      context.console().json(response.body());
    } else {
      Variable var = response.value();
      Footer.print(verb + " " + var.key(), response, var.revision(), context);
    }
  }

  private static void history(CommandContext context, String key) {
    ApiResponse<VariableHistory> response = context.server().varHistory(key);
    if (context.settings().json()) {
      context.console().json(response.body());
      return;
    }
    List<Variable> history = response.value().history();
    table(history, "REVISION", response.time()).print(context.console());
    Footer.print(
        Formats.count(history.size(), "change"), response, response.value().revision(), context);
  }

  /** A table of variables, or of the changes of one; the first column differs. */
  private static Table table(List<Variable> vars, String first, Instant now) {
    Table table = new Table(List.of("BY", "VALUE"), first, "VALUE", "TIME (UTC)", "BY");
    for (Variable var : vars) {
      table.row(
          first.equals("KEY")
              ? Cell.of(var.key()).brief(ShortNames.cut(var.key()))
              : Cell.of(var.revision()),
          var.value() == null ? Cell.of("(deleted)", TextColor.FAINT) : Cell.of(var.value()),
          Cell.of(var.time(), now),
          Cell.of(var.author()));
    }
    return table;
  }
}
