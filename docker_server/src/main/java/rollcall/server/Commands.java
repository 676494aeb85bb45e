package rollcall.server;

import java.io.IOException;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import rollcall.common.Environment;
import rollcall.common.Version;

/** Runs the program's commands on the database. A starting server does not load this class. */
final class Commands {
  /** A command with a file and the database as its arguments. */
  private interface FileCommand {
    void run(String file, Database database, boolean isForced) throws IOException;
  }

  private static final Map<String, FileCommand> ALL =
      Map.of(
          "export", ExportImport::exportTo,
          "import", ExportImport::importFrom,
          "backup", Backups::backUp,
          "restore", Backups::restore);

  private Commands() {}

  /** Runs the command that the arguments name; returns the exit code, 2 for invalid arguments. */
  static int run(String[] arguments) throws IOException {
    ParseResult top;
    try {
      top = parser().parseArgs(arguments);
    } catch (ParameterException e) {
      System.err.println("rollcall server: invalid arguments: " + String.join(" ", arguments));
      System.err.print(Main.USAGE);
      return 2;
    }
    ParseResult command = top.hasSubcommand() ? top.subcommand() : top;
    FileCommand chosen = ALL.get(command.commandSpec().name());
    if (top.isVersionHelpRequested()) {
      System.out.println("rollcall server " + Version.CURRENT);
    } else if (chosen == null || command.isUsageHelpRequested()) {
      System.out.print(Main.USAGE);
    } else {
      chosen.run(
          command.matchedPositionalValue(0, ""),
          Database.of(new Environment(System.getenv())),
          command.hasMatchedOption("--force"));
    }
    return 0;
  }

  /** Builds the parser in code, like the client: scanning annotations takes 70 ms. */
  private static CommandLine parser() {
    CommandSpec server = CommandSpec.create().name("server").addOption(help());
    server.addOption(OptionSpec.builder("--version").versionHelp(true).build());
    for (String name : ALL.keySet()) {
      server.addSubcommand(
          name,
          CommandSpec.create()
              .name(name)
              .addOption(help())
              .addOption(OptionSpec.builder("--force").build())
              .addPositional(
                  PositionalParamSpec.builder()
                      .index("0")
                      .type(String.class)
                      .required(true)
                      .build()));
    }
    // A file name may begin with @.
    return new CommandLine(server).setExpandAtFiles(false);
  }

  private static OptionSpec help() {
    return OptionSpec.builder("-h", "--help").usageHelp(true).build();
  }
}
