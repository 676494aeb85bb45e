package rollcall.cli.commands;

import java.time.Duration;
import picocli.CommandLine.Model.CommandSpec;
import rollcall.api.Paths;
import rollcall.api.json.Json;
import rollcall.cli.command.Command;
import rollcall.cli.command.CommandContext;
import rollcall.cli.command.ExitCode;
import rollcall.cli.command.Settings;
import rollcall.cli.doctor.Diagnosis;
import rollcall.cli.doctor.Doctor;
import rollcall.cli.doctor.Finding;
import rollcall.cli.terminal.Console;
import rollcall.cli.terminal.Progress;
import rollcall.cli.terminal.Style;
import rollcall.cli.terminal.TerminalText;
import rollcall.cli.terminal.TextColor;
import rollcall.cli.text.Formats;
import rollcall.client.http.Target;

/** Checks every node, replica and agent, and prints advice for each failed check. */
public final class DoctorCommand implements Command {
  // Per request; a replica that hangs costs several.
  private static final Duration TIMEOUT = Duration.ofSeconds(3);

  @Override
  public CommandSpec spec() {
    return Command.named(
            "doctor",
            "Check every node, replica and agent, and print how to fix what failed.",
            "Exit code 0: no check failed; 1: a check failed.")
        .addOption(
            Command.option(
                Integer.class,
                "PORT",
                "the server's port on every node (default " + Paths.SERVER_PORT + ")",
                "--port"));
  }

  @Override
  public int run(CommandContext context) {
    Settings settings = context.settings();
    Console console = context.console();
    Duration timeout = settings.timeout().compareTo(TIMEOUT) < 0 ? settings.timeout() : TIMEOUT;
    Progress progress = new Progress(console, !settings.json());
    Diagnosis diagnosis;
    try {
      diagnosis =
          new Doctor(context.clients(), timeout, settings.token(), progress::show)
              .examine(
                  context.neighbours().find(Target.SERVER, settings),
                  context.arguments().matchedOptionValue("--port", Paths.SERVER_PORT));
    } finally {
      progress.clear();
    }
    if (settings.json()) {
      console.json(Json.write(diagnosis));
    } else {
      print(diagnosis, console);
      UnhealthyContainers.print(context);
    }
    return diagnosis.healthy() ? ExitCode.OK : ExitCode.FAILED;
  }

  private static void print(Diagnosis diagnosis, Console console) {
    if (!diagnosis.swarm()) {
      console.line("Not a swarm: checking this server and the agents that report to it.");
    }
    for (Finding finding : diagnosis.checks()) {
      print(finding, console);
    }
    long failed =
        diagnosis.checks().stream().filter(f -> f.verdict() == Finding.Verdict.BAD).count();
    String checks = Formats.count(diagnosis.checks().size(), "check");
    long warnings =
        diagnosis.checks().stream().filter(f -> f.verdict() == Finding.Verdict.WARNING).count();
    if (failed == 0 && warnings > 0) {
      String summary = Formats.count(warnings, "warning") + " in " + checks + ".";
      console.line(console.style().paint(TextColor.WARNING, summary));
      return;
    }
    console.line(
        failed == 0
            ? console.style().paint(TextColor.GOOD, "All " + checks + " passed.")
            : console.style().paint(TextColor.BAD, failed + " of " + checks + " failed."));
  }

  private static void print(Finding finding, Console console) {
    Style style = console.style();
    String mark =
        switch (finding.verdict()) {
          case GOOD -> style.paint(TextColor.GOOD, style.terminal() ? "✔" : "ok  ");
          case WARNING -> style.paint(TextColor.WARNING, style.terminal() ? "!" : "warn");
          case BAD -> style.paint(TextColor.BAD, style.terminal() ? "✘" : "FAIL");
        };
    console.line(mark + " " + TerminalText.of(finding.text()));
    if (finding.advice() != null) {
      console.line((style.terminal() ? "  " : "     ") + TerminalText.of(finding.advice()));
    }
  }
}
