package rollcall.cli.prompt;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Tab completion of commands, their options, and their parameters as defined by their specs. */
final class LineCompleter implements Completer {
  private final Map<String, CommandSpec> commands;
  private final Map<String, KnownNames> names;

  /**
   * Creates a completer.
   *
   * @param names the names that the server knows, by the label of their parameters
   */
  LineCompleter(Map<String, CommandSpec> commands, Map<String, KnownNames> names) {
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
    CommandSpec command = commands.get(line.words().get(0).toLowerCase(Locale.ROOT));
    if (command == null) {
      return;
    }
    OptionSpec before = valueOption(command, line, line.wordIndex() - 1);
    if (before != null) {
      offer(before, candidates);
    } else if (line.word().startsWith("-")) {
      for (OptionSpec option : command.options()) {
        candidates.add(option(option));
      }
    } else {
      int position = position(command, line);
      command.positionalParameters().stream()
          .filter(parameter -> parameter.index().contains(position))
          .forEach(parameter -> offer(parameter, candidates));
    }
  }

  /** Returns the option at this word, if the next word is its value. */
  private static @Nullable OptionSpec valueOption(CommandSpec command, ParsedLine line, int word) {
    OptionSpec option = command.optionsMap().get(line.words().get(word));
    return option != null && option.arity().min() > 0 ? option : null;
  }

  /** Returns the index of the parameter at the cursor; options and their values do not count. */
  private static int position(CommandSpec command, ParsedLine line) {
    int position = 0;
    for (int word = 1; word < line.wordIndex(); word++) {
      if (valueOption(command, line, word) != null) {
        word++;
      } else if (!line.words().get(word).startsWith("-")) {
        position++;
      }
    }
    return position;
  }

  private void offer(ArgSpec argument, List<Candidate> candidates) {
    Iterable<String> values = argument.completionCandidates();
    if (values != null) {
      values.forEach(value -> candidates.add(candidate(value)));
    }
    for (String label : argument.paramLabel().split("\\|", -1)) {
      Collection<String> candidateNames =
          names.containsKey(label)
              ? names.get(label).get()
              : label.equals("COMMAND") ? commands.keySet() : List.<String>of();
      candidateNames.forEach(name -> candidates.add(new Candidate(name)));
    }
  }

  /** Appends no space after an equals sign, because the value follows. */
  private static Candidate candidate(String value) {
    return new Candidate(value, value, null, null, null, null, !value.endsWith("="));
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
