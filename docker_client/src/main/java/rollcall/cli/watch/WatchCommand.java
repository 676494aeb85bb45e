package rollcall.cli.watch;

import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;
import rollcall.api.container.ContainerPage;
import rollcall.cli.command.Command;
import rollcall.cli.command.CommandContext;
import rollcall.cli.command.ExitCode;
import rollcall.cli.command.InterruptHandler;
import rollcall.cli.command.Outage;
import rollcall.cli.command.UsageException;
import rollcall.cli.terminal.Console;
import rollcall.cli.terminal.TerminalText;
import rollcall.client.ChangeStream;
import rollcall.client.ContainerFilter;
import rollcall.client.RollcallClient;
import rollcall.client.http.ApiResponse;
import rollcall.client.http.CancelledException;
import rollcall.client.http.ClientException;
import rollcall.client.http.ProblemException;
import rollcall.client.http.UnreachableException;

/** Prints changes, one per line, until Ctrl-C or Ctrl-D. */
public final class WatchCommand implements Command {
  private static final int GONE = 410;

  @Override
  public CommandSpec spec() {
    return Command.named(
            "watch",
            "Print changes as they happen, one per line, until Ctrl-C or Ctrl-D. Times are UTC.")
        .addOption(
            Command.flag(
                "include containers that never started, like those of builds", "-a", "--all"))
        .addOption(Command.option(Long.class, "REVISION", "start after this revision", "--since"))
        .addOption(Command.option(Long.class, "N", "stop after this many changes", "--count"));
  }

  @Override
  public int run(CommandContext context) {
    ParseResult arguments = context.arguments();
    boolean all = arguments.hasMatchedOption("--all");
    long since = arguments.matchedOptionValue("--since", -1L);
    long count = arguments.matchedOptionValue("--count", Long.MAX_VALUE);
    if ((arguments.hasMatchedOption("--since") && since < 0) || count < 1) {
      throw new UsageException("--since is a revision, 0 or more; --count is 1 or more");
    }
    Console console = context.console();
    InterruptHandler interrupt = new InterruptHandler(context, console::flush);
    boolean isFirst = true;
    try {
      while (count > 0) {
        ChangeDescriber describer = new ChangeDescriber();
        long start = since < 0 ? snapshot(context, describer, isFirst) : since;
        isFirst = false;
        ChangePrinter printer =
            new ChangePrinter(console, context.settings().json(), all, describer);
        try {
          count -= follow(context, start, count, printer);
        } catch (MissedException e) {
          count -= e.printed;
          console
              .err()
              .println(TerminalText.of(String.valueOf(e.getMessage())) + " Continuing from now.");
          console.flush();
          since = -1;
        }
      }
    } catch (CancelledException e) {
      // Ended with Ctrl-C or Ctrl-D.
    } finally {
      interrupt.close();
    }
    return ExitCode.OK;
  }

  /** Records the state of all containers, to describe later changes; returns the revision. */
  private static long snapshot(CommandContext context, ChangeDescriber describer, boolean isFirst) {
    List<ApiResponse<ContainerPage>> pages =
        containers(context.server(), context.console(), isFirst);
    pages.forEach(page -> page.value().containers().forEach(describer::remember));
    // The first page's: changes between the pages come with the stream.
    return pages.get(0).value().revision();
  }

  /** Retries until the server responds; the first time it must be reachable. */
  private static List<ApiResponse<ContainerPage>> containers(
      RollcallClient server, Console console, boolean isFirst) {
    for (boolean isReported = false; ; isReported = true) {
      try {
        return server.containers(ContainerFilter.ALL);
      } catch (UnreachableException | ProblemException e) {
        if (!Outage.isTemporary(e) || (isFirst && e instanceof UnreachableException)) {
          throw e;
        }
        if (!isReported) {
          warn(e, console);
        }
        Outage.pause();
      }
    }
  }

  /** Prints at most {@code count} changes; returns how many. */
  private static long follow(
      CommandContext context, long since, long count, ChangePrinter printer) {
    Console console = context.console();
    long printed = 0;
    try (ChangeStream stream = context.server().stream(since, failure -> warn(failure, console))) {
      while (printed < count) {
        printed += printer.print(stream.next()) ? 1 : 0;
        // The reader closed the pipe, like head(1).
        if (console.out().checkError()) {
          return count;
        }
      }
    } catch (ProblemException e) {
      if (e.status() == GONE) {
        throw new MissedException(e, printed);
      }
      throw e;
    }
    return printed;
  }

  private static void warn(ClientException failure, Console console) {
    console.err().println(TerminalText.of(Outage.message(failure)));
    console.flush();
  }

  /** The next changes were pruned before they were read. */
  private static final class MissedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final long printed;

    MissedException(ProblemException gone, long printed) {
      super(gone.problem().detail(), gone);
      this.printed = printed;
    }
  }
}
