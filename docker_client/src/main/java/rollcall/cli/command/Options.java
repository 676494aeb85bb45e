package rollcall.cli.command;

import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;

/** The options of all commands, before or after the command's name; null if not given. */
public record Options(
    @Nullable String server,
    @Nullable String agent,
    @Nullable String timeout,
    boolean json,
    boolean noColor) {

  public static void addTo(CommandSpec spec) {
    spec.addOption(value("--server", "URL", "URL of the server (ROLLCALL_SERVER)"))
        .addOption(value("--agent", "URL", "URL of this node's agent (ROLLCALL_AGENT)"))
        .addOption(value("--timeout", "TIME", "request timeout, like 500ms or 30s (default 15s)"))
        .addOption(flag("print JSON", "--json").build())
        .addOption(flag("disable colours (NO_COLOR)", "--no-color").build())
        .addOption(flag("print this help", "-h", "--help").usageHelp(true).build())
        .addOption(flag("print the version", "--version").versionHelp(true).build());
  }

  /** The options of a parsed line, from all of its levels. */
  public static Options of(List<ParseResult> levels) {
    return new Options(
        last(levels, "--server"),
        last(levels, "--agent"),
        last(levels, "--timeout"),
        levels.stream().anyMatch(level -> level.hasMatchedOption("--json")),
        levels.stream().anyMatch(level -> level.hasMatchedOption("--no-color")));
  }

  private static @Nullable String last(List<ParseResult> levels, String name) {
    String found = null;
    for (ParseResult level : levels) {
      found = level.hasMatchedOption(name) ? level.matchedOptionValue(name, found) : found;
    }
    return found;
  }

  private static OptionSpec value(String name, String label, String description) {
    return OptionSpec.builder(name)
        .type(String.class)
        .paramLabel(label)
        .description(description)
        .scopeType(ScopeType.INHERIT)
        .build();
  }

  private static OptionSpec.Builder flag(String description, String... names) {
    return OptionSpec.builder(names).description(description).scopeType(ScopeType.INHERIT);
  }
}
