package rollcall.cli.command;

import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import rollcall.cli.line.CommandRunner;

/**
 * A command of the prompt and the command line. It prints its result and throws its errors, which
 * {@link CommandRunner} turns into a message and an exit code.
 */
public interface Command {
  /**
   * The name, parameters, options and help. Built in code: scanning annotations takes 70 ms. Tab
   * offers the completion candidates of a parameter or an option. For the labels NAME (of a
   * container), SERVICE, NODE and KEY it offers the names that the server knows, for COMMAND the
   * commands.
   */
  CommandSpec spec();

  /** Runs the command and returns the exit code. */
  int run(CommandContext context);

  /** Whether the session ends after it. */
  default boolean endsSession() {
    return false;
  }

  static CommandSpec named(String name, String... description) {
    CommandSpec spec = CommandSpec.create().name(name);
    spec.usageMessage().description(description).abbreviateSynopsis(true);
    return spec;
  }

  /** The first parameter, which is optional. */
  static PositionalParamSpec parameter(String label, String description) {
    return parameter(0, label, description, List.of());
  }

  /**
   * An optional parameter.
   *
   * @param candidates its known values
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
