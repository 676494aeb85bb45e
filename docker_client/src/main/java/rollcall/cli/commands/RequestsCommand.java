package rollcall.cli.commands;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import rollcall.api.status.LoggedRequest;
import rollcall.api.status.RequestLogPage;
import rollcall.cli.command.Command;
import rollcall.cli.command.CommandContext;
import rollcall.cli.command.ExitCode;
import rollcall.cli.command.Footer;
import rollcall.cli.command.UsageException;
import rollcall.cli.table.Cell;
import rollcall.cli.table.Table;
import rollcall.cli.terminal.TerminalText;
import rollcall.cli.terminal.TextColor;
import rollcall.cli.text.Formats;
import rollcall.cli.text.ShortNames;
import rollcall.client.http.ApiResponse;

/** Lists the newest requests, including this one, with a count per replica. */
public final class RequestsCommand implements Command {
  private static final int DEFAULT = 25;
  private static final int MAX_LIMIT = 1000;

  @Override
  public CommandSpec spec() {
    return Command.named("requests", "List the newest requests and how many each replica answered.")
        .addOption(
            Command.option(
                Integer.class,
                "N",
                "number of requests, at most " + MAX_LIMIT + " (default " + DEFAULT + ")",
                "-n",
                "--limit"));
  }

  @Override
  public int run(CommandContext context) {
    int limit = context.arguments().matchedOptionValue("--limit", DEFAULT);
    if (limit < 1 || limit > MAX_LIMIT) {
      throw new UsageException("-n must be a number from 1 to " + MAX_LIMIT);
    }
    ApiResponse<RequestLogPage> response = context.server().requests(limit);
    if (context.settings().json()) {
      context.console().json(response.body());
      return ExitCode.OK;
    }
    table(response.value(), response.time()).print(context.console());
    context.console().line(countsPerReplica(response.value()));
    Footer.print(
        Formats.count(response.value().requests().size(), "request"),
        response,
        response.value().revision(),
        context);
    return ExitCode.OK;
  }

  private static Table table(RequestLogPage requests, Instant now) {
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
          Cell.of(request.status(), request.status() < 400 ? TextColor.PLAIN : TextColor.BAD),
          Cell.of(String.format(Locale.ROOT, "%.1f", request.durationMs())),
          Cell.of(request.replica()));
    }
    return table;
  }

  /** Like "answered: server.1@n1 20, server.2@n1 19 · 3 not logged". */
  private static String countsPerReplica(RequestLogPage requests) {
    String counts =
        requests.answered().entrySet().stream()
            .map(replica -> replica.getKey() + " " + replica.getValue())
            .collect(Collectors.joining(", "));
    String dropped = requests.dropped() == 0 ? "" : " · " + requests.dropped() + " not logged";
    return TerminalText.of("answered: " + counts + dropped);
  }
}
