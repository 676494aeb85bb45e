package rollcall.cli;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import rollcall.api.Bounds;
import rollcall.api.Json;
import rollcall.api.Var;
import rollcall.api.VarHistory;
import rollcall.api.Vars;
import rollcall.cli.text.Amounts;
import rollcall.cli.text.ShortNames;
import rollcall.client.Answer;

/** The shared variables: all, or one read, set, changed or deleted. */
final class VarsCommand implements Command {
  /** What can be done with one. */
  static final List<String> ACTIONS = List.of("get", "set", "edit", "delete", "history");

  // Four bytes are the most that a character takes.
  private static final int MOST_INPUT = 4 * Bounds.VALUE + 2;

  @Override
  public CommandSpec spec() {
    return Command.named(
            "vars",
            "List the shared variables, or get, set, edit or delete one, or show its history.",
            "set makes or replaces it; edit fails where it is missing, or changed meanwhile.")
        .addPositional(parameter(0, "ACTION", String.join(", ", ACTIONS)))
        .addPositional(parameter(1, "KEY", "letters, digits and . _ : @ -"))
        .addPositional(
            parameter(2, "VALUE", "- reads it from standard input, without its last line break"));
  }

  private static PositionalParamSpec parameter(int index, String label, String description) {
    return PositionalParamSpec.builder()
        .index(String.valueOf(index))
        .arity("0..1")
        .type(String.class)
        .paramLabel(label)
        .description(description)
        .build();
  }

  @Override
  public int run(Context context) {
    String action = argument(context, 0);
    if (action == null) {
      list(context);
      return ExitCode.OK;
    }
    switch (action.toLowerCase(Locale.ROOT)) {
      case "get" -> get(context, key(context, false));
      case "set" -> {
        String key = key(context, true);
        tell(context, "set", context.server().setVar(key, value(context), null));
      }
      case "edit" -> edit(context, key(context, true));
      case "delete" -> tell(context, "deleted", context.server().deleteVar(key(context, false)));
      case "history" -> history(context, key(context, false));
      default ->
          throw new UsageException(
              "Unknown action \"" + action + "\": vars knows " + String.join(", ", ACTIONS));
    }
    return ExitCode.OK;
  }

  private static @Nullable String argument(Context context, int index) {
    return context.arguments().<@Nullable String>matchedPositionalValue(index, null);
  }

  private static String key(Context context, boolean takesValue) {
    String key = argument(context, 1);
    if (key == null) {
      throw new UsageException("Which variable? Name its key");
    }
    if (!takesValue && argument(context, 2) != null) {
      throw new UsageException("Only set and edit take a value");
    }
    return Var.requireKey(key);
  }

  private static String value(Context context) {
    String value = argument(context, 2);
    if (value == null) {
      throw new UsageException("To what? Give a value, or - to read it from standard input");
    }
    return Var.requireValue(value.equals("-") ? read(context.input()) : value);
  }

  private static String read(@Nullable InputStream input) {
    if (input == null) {
      throw new UsageException("VALUE - reads standard input, from which the commands come here");
    }
    try {
      String text = Input.text(input.readNBytes(MOST_INPUT));
      return text.endsWith("\n") ? text.replaceFirst("\r?\n$", "") : text;
    } catch (IOException e) {
      throw new UsageException("Standard input cannot be read: " + e.getMessage());
    }
  }

  private static void list(Context context) {
    List<Answer<Vars>> pages = context.server().vars();
    List<Var> all = new ArrayList<>();
    pages.forEach(page -> all.addAll(page.value().vars()));
    Answer<Vars> last = pages.get(pages.size() - 1);
    if (context.settings().json()) {
      Vars joined = new Vars(all, null, last.value().revision());
      context.console().json(Json.write(joined));
      return;
    }
    if (!all.isEmpty()) {
      table(all, "KEY", last.time()).print(context.console());
    }
    Footer.print(Amounts.count(all.size(), "variable"), last, last.value().revision(), context);
  }

  /** The bare value, for scripts; on a terminal without what could harm it. */
  private static void get(Context context, String key) {
    Answer<Var> answer = context.server().var(key);
    if (context.settings().json()) {
      context.console().json(answer.body());
      return;
    }
    String value = Objects.requireNonNullElse(answer.value().value(), "");
    boolean onTerminal = context.console().style().terminal();
    context.console().line(onTerminal ? Printable.ofLines(value) : value);
  }

  /** Only over what was there a moment ago: no other change is lost. */
  private static void edit(Context context, String key) {
    String value = value(context);
    Var seen = context.server().var(key).value();
    tell(context, "changed", context.server().setVar(key, value, seen.etag()));
  }

  private static void tell(Context context, String what, Answer<Var> answer) {
    if (context.settings().json()) {
      context.console().json(answer.body());
    } else {
      Var var = answer.value();
      Footer.print(what + " " + var.key(), answer, var.revision(), context);
    }
  }

  private static void history(Context context, String key) {
    Answer<VarHistory> answer = context.server().varHistory(key);
    if (context.settings().json()) {
      context.console().json(answer.body());
      return;
    }
    List<Var> history = answer.value().history();
    table(history, "REVISION", answer.time()).print(context.console());
    Footer.print(
        Amounts.count(history.size(), "change"), answer, answer.value().revision(), context);
  }

  /** Variables, or the changes of one; the first column tells them apart. */
  private static Table table(List<Var> vars, String first, Instant now) {
    Table table = new Table(List.of("BY", "VALUE"), first, "VALUE", "TIME (UTC)", "BY");
    for (Var var : vars) {
      table.row(
          first.equals("KEY")
              ? Cell.of(var.key()).brief(ShortNames.cut(var.key()))
              : Cell.of(var.revision()),
          var.value() == null ? Cell.of("(deleted)", Tint.FAINT) : Cell.of(var.value()),
          Cell.of(var.time(), now),
          Cell.of(var.author()));
    }
    return table;
  }
}
