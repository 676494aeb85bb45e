package rollcall.cli;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Tab completion: commands, their options, and containers where a command takes one. */
final class LineCompleter implements Completer {
  private final Map<String, CommandSpec> commands;
  private final ContainerNames names;

  LineCompleter(Map<String, CommandSpec> commands, ContainerNames names) {
    this.commands = commands;
    this.names = names;
  }

  @Override
  public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
    if (line.wordIndex() == 0) {
      boolean upper =
          !line.word().isEmpty() && line.word().equals(line.word().toUpperCase(Locale.ROOT));
      commands.forEach((name, spec) -> candidates.add(command(name, spec, upper)));
      return;
    }
    @Nullable CommandSpec command = commands.get(line.words().get(0).toLowerCase(Locale.ROOT));
    if (command == null) {
      return;
    }
    if (line.word().startsWith("-")) {
      for (OptionSpec option : command.options()) {
        candidates.add(option(option));
      }
    } else if (!command.positionalParameters().isEmpty()) {
      if (command.name().equals("help")) {
        commands.keySet().forEach(name -> candidates.add(new Candidate(name)));
      } else {
        names.get().forEach(name -> candidates.add(new Candidate(name)));
      }
    }
  }

  private static Candidate command(String name, CommandSpec spec, boolean upper) {
    String shown = upper ? name.toUpperCase(Locale.ROOT) : name;
    return candidate(shown, spec.usageMessage().description());
  }

  private static Candidate option(OptionSpec option) {
    return candidate(option.longestName(), option.description());
  }

  private static Candidate candidate(String value, String[] description) {
    @Nullable String text = description.length == 0 ? null : description[0];
    return new Candidate(value, value, null, text, null, null, true);
  }
}
