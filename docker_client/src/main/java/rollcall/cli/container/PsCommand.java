package rollcall.cli.container;

import static java.util.Comparator.comparing;
import static java.util.Comparator.nullsLast;
import static java.util.Comparator.reverseOrder;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;
import rollcall.api.container.Container;
import rollcall.api.container.ContainerPage;
import rollcall.cli.command.Command;
import rollcall.cli.command.CommandContext;
import rollcall.cli.command.ExitCode;
import rollcall.cli.command.LiveView;
import rollcall.cli.command.Outage;
import rollcall.cli.command.Past;
import rollcall.cli.command.UsageException;
import rollcall.cli.terminal.Console;
import rollcall.cli.terminal.TerminalText;
import rollcall.cli.terminal.TextColor;
import rollcall.cli.text.TimeParser;
import rollcall.client.ContainerFilter;
import rollcall.client.RollcallClient;
import rollcall.client.http.ApiResponse;
import rollcall.client.http.CancelledException;
import rollcall.client.http.ClientException;
import rollcall.client.http.ProblemException;
import rollcall.client.http.UnreachableException;

/** {@code docker ps} for the whole swarm, now or at an earlier time. */
public final class PsCommand implements Command {
  // Updates ages while nothing else changes.
  private static final Duration REDRAW_INTERVAL = Duration.ofSeconds(5);
  private static final int GONE = 410;
  // Combines changes that happen together, as in a deployment.
  private static final long DEBOUNCE_MILLIS = 250;
  private static final Comparator<Container> NEWEST_FIRST =
      comparing((Container c) -> c.report().created(), nullsLast(reverseOrder()))
          .thenComparing(c -> c.report().name())
          .thenComparing(c -> c.report().id());

  @Override
  public CommandSpec spec() {
    return Command.named("ps", "List containers as docker ps does, for the whole swarm.")
        .addOption(Command.flag("show all containers (default: running ones)", "-a", "--all"))
        .addOption(Command.flag("only print ids", "-q", "--quiet"))
        .addOption(Command.flag("do not truncate ids and images", "--no-trunc"))
        .addOption(Command.flag("update the list until Ctrl-C or Ctrl-D", "-w", "--watch"))
        .addOption(
            OptionSpec.builder("-f", "--filter")
                .type(List.class)
                .auxiliaryTypes(String.class)
                .paramLabel("KEY=VALUE")
                .description(
                    "filter by "
                        + String.join(", ", PsFilterKey.ALL)
                            .replaceFirst("name", "name (a regular expression)")
                        + "; repeatable")
                .completionCandidates(PsFilterKey.ALL.stream().map(key -> key + "=").toList())
                .build())
        .addOption(Command.text("--node", "NODE", "only containers of this node", List.of()))
        .addOption(
            Command.text("--service", "SERVICE", "only containers of this service", List.of()))
        .addOption(
            Command.text(
                "--at",
                "TIME",
                "at an earlier time: \"10 minutes ago\", 2h, 2026-11-20T21:29:23Z",
                List.of()))
        .addOption(
            Command.text(
                "--format",
                "FORMAT",
                "table, json, or a template like '{{.ID}} {{.Names}}'",
                List.of("table", "json", "'{{.Names}} {{.Status}}'")));
  }

  @Override
  public int run(CommandContext context) {
    ParseResult arguments = context.arguments();
    boolean watch = arguments.hasMatchedOption("--watch");
    if (watch && (arguments.hasMatchedOption("--at") || context.settings().json())) {
      throw new UsageException("--watch cannot be combined with --at or --json (see: help watch)");
    }
    PsFilter filter = filter(context);
    PsFormat format =
        PsFormat.of(arguments.hasMatchedOption("--quiet"), context.option("--format"));
    Predicate<Container> predicate = filter.predicate(arguments.hasMatchedOption("--all"));
    boolean noTrunc = arguments.hasMatchedOption("--no-trunc");
    if (watch) {
      follow(context, filter.query(null), predicate, format, noTrunc);
      return ExitCode.OK;
    }
    String at = context.option("--at");
    RollcallClient server = context.server();
    Instant time = at == null ? null : TimeParser.parse(at, () -> server.status().value().time());
    List<ApiResponse<ContainerPage>> pages =
        time == null
            ? server.containers(filter.query(null))
            : Past.containers(server, filter.query(time), time, ZoneId.systemDefault());
    if (context.settings().json()) {
      context.console().json(ContainerTable.json(pages, predicate));
    } else {
      Instant now = time == null ? pages.get(pages.size() - 1).time() : time;
      format.print(rows(pages, predicate, now, noTrunc), context.console());
    }
    return ExitCode.OK;
  }

  private static void follow(
      CommandContext context,
      ContainerFilter query,
      Predicate<Container> predicate,
      PsFormat format,
      boolean noTrunc) {
    RollcallClient server = context.server();
    List<PsRow> last = List.of();
    boolean isFirst = true;
    try (LiveView view = new LiveView(context)) {
      while (!context.console().out().checkError()) {
        try {
          List<ApiResponse<ContainerPage>> pages = server.containers(query);
          List<PsRow> rows = rows(pages, predicate, pages.get(pages.size() - 1).time(), noTrunc);
          view.show(console -> format.print(rows, console));
          last = rows;
          isFirst = false;
          server.changes(pages.get(0).value().revision(), REDRAW_INTERVAL);
          Thread.sleep(DEBOUNCE_MILLIS);
        } catch (UnreachableException | ProblemException e) {
          if (e instanceof ProblemException problem && problem.status() == GONE) {
            // The database was replaced or restored: read it from the start.
            Thread.sleep(DEBOUNCE_MILLIS);
            continue;
          }
          if (!Outage.isTemporary(e) || (isFirst && e instanceof UnreachableException)) {
            throw e;
          }
          List<PsRow> stale = last;
          view.show(console -> withWarning(e, stale, format, console));
          Thread.sleep(Outage.PAUSE_MILLIS);
        }
      }
    } catch (CancelledException | InterruptedException e) {
      // Ended with Ctrl-C or Ctrl-D.
    }
  }

  private static void withWarning(
      ClientException e, List<PsRow> last, PsFormat format, Console console) {
    String warning = Outage.message(e) + " Last known state:";
    console.line(console.style().paint(TextColor.BAD, TerminalText.of(warning)));
    format.print(last, console);
  }

  private static List<PsRow> rows(
      List<ApiResponse<ContainerPage>> pages,
      Predicate<Container> predicate,
      Instant now,
      boolean noTrunc) {
    return pages.stream()
        .flatMap(page -> page.value().containers().stream())
        .filter(predicate)
        .sorted(NEWEST_FIRST)
        .map(container -> new PsRow(container, now, noTrunc))
        .toList();
  }

  private static PsFilter filter(CommandContext context) {
    PsFilter filter = new PsFilter();
    context
        .arguments()
        .<List<String>>matchedOptionValue("--filter", List.of())
        .forEach(filter::add);
    for (String option : List.of("--node", "--service")) {
      String value = context.option(option);
      if (value != null) {
        filter.add(option.substring(2), value);
      }
    }
    return filter;
  }
}
