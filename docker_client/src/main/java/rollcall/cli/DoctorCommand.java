package rollcall.cli;

import java.time.Duration;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import rollcall.api.Json;
import rollcall.api.Paths;
import rollcall.cli.doctor.Doctor;
import rollcall.cli.doctor.Examination;
import rollcall.cli.doctor.Finding;
import rollcall.cli.text.Amounts;
import rollcall.client.Peer;

/** Proves that every node, replica and agent does its part; says what to do where one does not. */
final class DoctorCommand implements Command {
  // Of one request. A hanging replica is met several times.
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  @Override
  public CommandSpec spec() {
    return Command.named(
            "doctor",
            "Check every node, replica and agent, and say what to do where something is wrong.",
            "Exit code 0: all is well; 1: something is wrong.")
        .addOption(
            OptionSpec.builder("--port")
                .type(Integer.class)
                .paramLabel("PORT")
                .description("the server's port on every node (" + Paths.SERVER_PORT + ")")
                .build());
  }

  @Override
  public int run(Context context) {
    Settings settings = context.settings();
    Console console = context.console();
    Duration timeout = settings.timeout().compareTo(PATIENCE) < 0 ? settings.timeout() : PATIENCE;
    Progress progress = new Progress(console, !settings.json());
    Examination examination;
    try {
      examination =
          new Doctor(context.connections(), timeout, settings.token(), progress::show)
              .examine(
                  context.neighbours().find(Peer.SERVER, settings),
                  context.arguments().matchedOptionValue("--port", Paths.SERVER_PORT));
    } finally {
      progress.clear();
    }
    if (settings.json()) {
      console.json(Json.write(examination));
    } else {
      print(examination, console);
      Unwell.print(context);
    }
    return examination.healthy() ? ExitCode.OK : ExitCode.FAILED;
  }

  private static void print(Examination examination, Console console) {
    if (!examination.swarm()) {
      console.line("No swarm here: checking this server and what reports to it.");
    }
    for (Finding finding : examination.checks()) {
      print(finding, console);
    }
    long bad =
        examination.checks().stream().filter(f -> f.verdict() == Finding.Verdict.BAD).count();
    String all = Amounts.count(examination.checks().size(), "check");
    long warnings =
        examination.checks().stream().filter(f -> f.verdict() == Finding.Verdict.WARNING).count();
    if (bad == 0 && warnings > 0) {
      String some = Amounts.count(warnings, "warning") + " in " + all + ".";
      console.line(console.style().paint(Tint.WARNING, some));
      return;
    }
    console.line(
        bad == 0
            ? console.style().paint(Tint.GOOD, "All is well: " + all + ".")
            : console.style().paint(Tint.BAD, bad + " of " + all + " failed."));
  }

  private static void print(Finding finding, Console console) {
    Style style = console.style();
    String mark =
        switch (finding.verdict()) {
          case GOOD -> style.paint(Tint.GOOD, style.terminal() ? "✔" : "ok  ");
          case WARNING -> style.paint(Tint.WARNING, style.terminal() ? "!" : "warn");
          case BAD -> style.paint(Tint.BAD, style.terminal() ? "✘" : "FAIL");
        };
    console.line(mark + " " + Printable.of(finding.text()));
    if (finding.advice() != null) {
      console.line((style.terminal() ? "  " : "     ") + Printable.of(finding.advice()));
    }
  }
}
