package rollcall.cli.line;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;
import rollcall.cli.command.Command;
import rollcall.cli.command.Options;
import rollcall.cli.command.UsageException;

/** Reads words into a command, its arguments and the common options. */
public final class CommandParser {
  /**
   * A line that was understood.
   *
   * @param command null where only options were given
   * @param help the help that was asked for, else null
   */
  public record Line(
      @Nullable Command command,
      ParseResult arguments,
      Options options,
      @Nullable String help,
      boolean version) {}

  private final Map<String, Command> commands = new LinkedHashMap<>();
  private final CommandLine parser;

  public CommandParser(List<Command> commands) {
    CommandSpec root = CommandSpec.create().name("rollcall");
    root.usageMessage()
        .abbreviateSynopsis(true)
        .description("The roll call of a Docker Swarm. Without a command: the prompt.")
        .footer("", "Exit codes: 0 done · 1 request failed · 2 usage error · 3 server unreachable");
    Options.addTo(root);
    for (Command command : commands) {
      CommandSpec spec = command.spec();
      this.commands.put(spec.name(), command);
      root.addSubcommand(spec.name(), spec);
    }
    // An argument that begins with @ is an argument, not a file to read.
    parser = new CommandLine(root).setSubcommandsCaseInsensitive(true).setExpandAtFiles(false);
  }

  /** The commands by name. */
  public Map<String, CommandSpec> specs() {
    Map<String, CommandSpec> specs = new LinkedHashMap<>();
    parser.getSubcommands().forEach((name, line) -> specs.put(name, line.getCommandSpec()));
    return specs;
  }

  public Line parse(List<String> words) {
    ParseResult top;
    try {
      top = parser.parseArgs(words.toArray(String[]::new));
    } catch (ParameterException e) {
      throw new UsageException(explain(e));
    }
    List<ParseResult> levels = new ArrayList<>(List.of(top));
    if (top.hasSubcommand()) {
      levels.add(top.subcommand());
    }
    ParseResult deepest = levels.get(levels.size() - 1);
    CommandSpec spec = deepest.commandSpec();
    return new Line(
        commands.get(spec.name()),
        deepest,
        Options.of(levels),
        levels.stream().anyMatch(ParseResult::isUsageHelpRequested)
            ? spec.commandLine().getUsageMessage(Ansi.OFF)
            : null,
        levels.stream().anyMatch(ParseResult::isVersionHelpRequested));
  }

  private String explain(ParameterException e) {
    boolean top = e.getCommandLine() == parser;
    String see = top ? "" : " " + e.getCommandLine().getCommandName();
    if (top
        && e instanceof UnmatchedArgumentException unmatched
        && !unmatched.getUnmatched().get(0).startsWith("-")) {
      return "Unknown command \""
          + unmatched.getUnmatched().get(0)
          + "\": "
          + similar(unmatched.getUnmatched().get(0))
          + "the commands are "
          + String.join(", ", commands.keySet());
    }
    if (e instanceof UnmatchedArgumentException unmatched
        && !unmatched.getUnmatched().get(0).startsWith("-")) {
      return "\"%s\" is one word too many; a value with blanks takes quotes; see: help%s"
          .formatted(unmatched.getUnmatched().get(0), see);
    }
    return e.getMessage() + "; see: help" + see;
  }

  /** A question about the command that may have been meant; empty where none is near. */
  private String similar(String word) {
    return commands.keySet().stream()
        .filter(name -> Typo.isOf(name, word.toLowerCase(Locale.ROOT)))
        .findFirst()
        .map(name -> "did you mean " + name + "? Else: ")
        .orElse("");
  }
}
