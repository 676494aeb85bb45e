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

/** Parses arguments into a command, its parameters and the common options. */
public final class CommandParser {
  /**
   * A parsed command line.
   *
   * @param command null if only options were given
   * @param help the requested help text, else null
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
        .description("docker ps for a whole Docker Swarm. Without a command, starts the prompt.")
        .footer("", "Exit codes: 0 done · 1 request failed · 2 usage error · 3 server unreachable");
    Options.addTo(root);
    for (Command command : commands) {
      CommandSpec spec = command.spec();
      this.commands.put(spec.name(), command);
      root.addSubcommand(spec.name(), spec);
    }
    // Picocli would read arguments from a file for @FILE.
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
    String command = top ? "" : " " + e.getCommandLine().getCommandName();
    if (top
        && e instanceof UnmatchedArgumentException unmatched
        && !unmatched.getUnmatched().get(0).startsWith("-")) {
      return "Unknown command \""
          + unmatched.getUnmatched().get(0)
          + "\""
          + suggestion(unmatched.getUnmatched().get(0))
          + ": the commands are "
          + String.join(", ", commands.keySet());
    }
    if (e instanceof UnmatchedArgumentException unmatched
        && !unmatched.getUnmatched().get(0).startsWith("-")) {
      return "Unexpected argument \"%s\" (quote values with spaces); see: help%s"
          .formatted(unmatched.getUnmatched().get(0), command);
    }
    return e.getMessage() + "; see: help" + command;
  }

  /** Suggests a similar command; empty if there is none. */
  private String suggestion(String word) {
    return commands.keySet().stream()
        .filter(name -> Typo.isOf(name, word.toLowerCase(Locale.ROOT)))
        .findFirst()
        .map(name -> " (did you mean " + name + "?)")
        .orElse("");
  }
}
