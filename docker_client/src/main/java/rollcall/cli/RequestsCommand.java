package rollcall.cli;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import rollcall.api.LoggedRequest;
import rollcall.api.Requests;
import rollcall.cli.text.Amounts;
import rollcall.cli.text.ShortNames;
import rollcall.client.Answer;

/** The newest requests, this one included, and how many each replica answered. */
final class RequestsCommand implements Command {
  private static final int USUAL = 25;
  private static final int MOST = 1000;

  @Override
  public CommandSpec spec() {
    return Command.named(
            "requests", "List the newest requests, and how many each replica answered.")
        .addOption(
            OptionSpec.builder("-n", "--limit")
                .type(Integer.class)
                .paramLabel("N")
                .description("how many to list, up to " + MOST + " (" + USUAL + ")")
                .build());
  }

  @Override
  public int run(Context context) {
    int limit = context.arguments().matchedOptionValue("--limit", USUAL);
    if (limit < 1 || limit > MOST) {
      throw new UsageException("-n is a number from 1 to " + MOST);
    }
    Answer<Requests> answer = context.server().requests(limit);
    if (context.settings().json()) {
      context.console().json(answer.body());
      return ExitCode.OK;
    }
    table(answer.value(), answer.time()).print(context.console());
    context.console().line(answered(answer.value()));
    Footer.print(
        Amounts.count(answer.value().requests().size(), "request"),
        answer,
        answer.value().revision(),
        context);
    return ExitCode.OK;
  }

  private static Table table(Requests requests, Instant now) {
    Table table =
        new Table(
            List.of("CALLER", "MS", "METHOD"),
            "TIME (UTC)",
            "CALLER",
            "METHOD",
            "PATH",
            "STATUS",
            "MS",
            "ANSWERED BY");
    for (LoggedRequest request : requests.requests()) {
      table.row(
          Cell.of(request.time(), now),
          Cell.of(request.caller()),
          Cell.of(request.method()),
          Cell.of(request.path()).brief(ShortNames.cut(request.path())),
          Cell.of(request.status(), request.status() < 400 ? Tint.PLAIN : Tint.BAD),
          Cell.of(String.format(Locale.ROOT, "%.1f", request.durationMs())),
          Cell.of(request.replica()));
    }
    return table;
  }

  /** "answered: server.1@n1 20, server.2@n1 19 · 3 not logged". */
  private static String answered(Requests requests) {
    String counts =
        requests.answered().entrySet().stream()
            .map(replica -> replica.getKey() + " " + replica.getValue())
            .collect(Collectors.joining(", "));
    String dropped = requests.dropped() == 0 ? "" : " · " + requests.dropped() + " not logged";
    return Printable.of("answered: " + counts + dropped);
  }
}
