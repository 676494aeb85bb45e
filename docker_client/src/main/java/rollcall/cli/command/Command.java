package rollcall.cli.command;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import rollcall.cli.line.CommandRunner;

/**
 * A command, the same at the prompt and one-shot. It prints what it found and throws what went
 * wrong; {@link CommandRunner} turns that into words and an exit code.
 */
public interface Command {
  /** Its name, parameters, options and help. Built by hand: annotations take 70 ms to scan. */
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

  /** A parameter that may be left out. */
  static PositionalParamSpec parameter(String label, String description) {
    return PositionalParamSpec.builder()
        .index("0")
        .arity("0..1")
        .type(String.class)
        .paramLabel(label)
        .description(description)
        .build();
  }
}
