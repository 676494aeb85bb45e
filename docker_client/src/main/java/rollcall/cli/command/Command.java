package rollcall.cli.command;

import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import rollcall.cli.line.CommandRunner;

/**
 * A command, the same at the prompt and one-shot. It prints what it found and throws what went
 * wrong; {@link CommandRunner} turns that into words and an exit code.
 */
public interface Command {
  /**
   * Its name, parameters, options and help. Built by hand: annotations take 70 ms to scan. Tab
   * offers the completion candidates of a parameter or an option, and the names that the server
   * knows of what its label says: NAME (of a container), SERVICE, NODE, KEY; or COMMAND.
   */
  CommandSpec spec();

  /** Does it; the exit code says how it went. */
  int run(CommandContext context);

  /** Whether the prompt ends after it. */
  default boolean endsSession() {
    return false;
  }

  static CommandSpec named(String name, String... description) {
    CommandSpec spec = CommandSpec.create().name(name);
    spec.usageMessage().description(description).abbreviateSynopsis(true);
    return spec;
  }

  /** The first parameter, which may be left out. */
  static PositionalParamSpec parameter(String label, String description) {
    return parameter(0, label, description, List.of());
  }

  /**
   * A parameter that may be left out.
   *
   * @param candidates its values, as far as they are known
   */
  static PositionalParamSpec parameter(
      int index, String label, String description, List<String> candidates) {
    return PositionalParamSpec.builder()
        .index(String.valueOf(index))
        .arity("0..1")
        .type(String.class)
        .paramLabel(label)
        .description(description)
        .completionCandidates(candidates)
        .build();
  }

  /** An option that is given or not. */
  static OptionSpec flag(String description, String... names) {
    return OptionSpec.builder(names).description(description).build();
  }

  /** An option with a value. */
  static OptionSpec option(Class<?> type, String label, String description, String... names) {
    return OptionSpec.builder(names).type(type).paramLabel(label).description(description).build();
  }

  /**
   * An option with a text.
   *
   * @param candidates its values, or some of them
   */
  static OptionSpec text(String name, String label, String description, List<String> candidates) {
    return option(String.class, label, description, name).toBuilder()
        .completionCandidates(candidates)
        .build();
  }
}
