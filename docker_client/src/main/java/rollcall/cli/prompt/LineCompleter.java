package rollcall.cli.prompt;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import rollcall.cli.commands.VarsCommand;

/** Tab completion: commands, their options, and what a command takes. */
final class LineCompleter implements Completer {
  private static final List<String> FILTERS =
      List.of(
          "name=",
          "id=",
          "label=",
          "status=",
          "health=",
          "exited=",
          "node=",
          "service=",
          "image=",
          "network=",
          "publish=",
          "expose=",
          "is-task=");
  private static final Map<String, List<String>> VALUES =
      Map.of(
          "-f",
          FILTERS,
          "--filter",
          FILTERS,
          "--state",
          List.of("created", "running", "paused", "restarting", "exited", "dead"),
          "--format",
          List.of("table", "json", "'{{.Names}} {{.Status}}'"));

  private final Map<String, CommandSpec> commands;
  private final KnownNames containers;
  private final KnownNames services;
  private final KnownNames nodes;
  private final KnownNames vars;

  LineCompleter(
      Map<String, CommandSpec> commands,
      KnownNames containers,
      KnownNames services,
      KnownNames nodes,
      KnownNames vars) {
    this.commands = commands;
    this.containers = containers;
    this.services = services;
    this.nodes = nodes;
    this.vars = vars;
  }

  @Override
  public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
    if (line.wordIndex() == 0) {
      boolean upper =
          !line.word().isEmpty() && line.word().equals(line.word().toUpperCase(Locale.ROOT));
      commands.forEach((name, spec) -> candidates.add(command(name, spec, upper)));
      return;
    }
    CommandSpec command = commands.get(line.words().get(0).toLowerCase(Locale.ROOT));
    if (command == null) {
      return;
    }
    String before = line.words().get(line.wordIndex() - 1);
    if (before.equals("--node")) {
      add(nodes.get(), candidates);
    } else if (before.equals("--service")) {
      add(services.get(), candidates);
    } else if (VALUES.containsKey(before)) {
      // More of the word follows.
      VALUES
          .get(before)
          .forEach(
              value -> candidates.add(new Candidate(value, value, null, null, null, null, false)));
    } else if (line.word().startsWith("-")) {
      for (OptionSpec option : command.options()) {
        candidates.add(option(option));
      }
    } else if (!command.positionalParameters().isEmpty()) {
      add(parameters(command.name(), line.wordIndex()), candidates);
    }
  }

  private static void add(Collection<String> words, List<Candidate> candidates) {
    words.forEach(word -> candidates.add(new Candidate(word)));
  }

  private Collection<String> parameters(String command, int index) {
    return switch (command) {
      case "help" -> commands.keySet();
      case "vars" -> index == 1 ? VarsCommand.ACTIONS : index == 2 ? vars.get() : List.<String>of();
      case "history" ->
          Stream.of(containers, services).flatMap(known -> known.get().stream()).toList();
      default -> containers.get();
    };
  }

  private static Candidate command(String name, CommandSpec spec, boolean upper) {
    String shown = upper ? name.toUpperCase(Locale.ROOT) : name;
    return candidate(shown, spec.usageMessage().description());
  }

  private static Candidate option(OptionSpec option) {
    return candidate(option.longestName(), option.description());
  }

  private static Candidate candidate(String value, String[] description) {
    String text = description.length == 0 ? null : description[0];
    return new Candidate(value, value, null, text, null, null, true);
  }
}
