package rollcall.cli;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import rollcall.api.Placement;
import rollcall.api.Placements;
import rollcall.api.State;
import rollcall.api.Transition;
import rollcall.cli.text.Amounts;
import rollcall.cli.text.ShortNames;
import rollcall.client.Answer;
import rollcall.client.ProblemException;
import rollcall.client.RollcallClient;

/** Where a container, or the containers of a service, ran: also those that are no more. */
final class HistoryCommand implements Command {
  private static final int NOT_FOUND = 404;

  @Override
  public CommandSpec spec() {
    return Command.named(
            "history", "Show where a container, or a service, ran, and how each run ended.")
        .addPositional(
            Command.parameter("ID|NAME|SERVICE", "a container, or a service of the swarm"));
  }

  @Override
  public int run(Context context) {
    String reference =
        context
            .parameter()
            .orElseThrow(() -> new UsageException("Whose history? Name a container or a service"));
    Answer<Placements> answer = find(context.server(), reference);
    if (context.settings().json()) {
      context.console().json(answer.body());
      return ExitCode.OK;
    }
    List<Placement> placements = answer.value().placements();
    if (!placements.isEmpty()) {
      table(placements).print(context.console());
    }
    for (Transition transition : answer.value().transitions()) {
      context.console().line(line(transition));
    }
    Roster.footer(
        Amounts.count(placements.size(), "placement"), answer, answer.value().revision(), context);
    return ExitCode.OK;
  }

  private static Answer<Placements> find(RollcallClient server, String reference) {
    try {
      return server.history(reference);
    } catch (ProblemException noContainer) {
      if (noContainer.status() != NOT_FOUND) {
        throw noContainer;
      }
      try {
        return server.serviceHistory(reference);
      } catch (ProblemException noService) {
        throw noService.status() == NOT_FOUND ? noContainer : noService;
      }
    }
  }

  private static Table table(List<Placement> placements) {
    Table table =
        new Table(
            Set.of("NAME", "IMAGE", "NODE", "SERVICE"),
            "CONTAINER ID",
            "NAME",
            "NODE",
            "SERVICE",
            "IMAGE",
            "FROM (UTC)",
            "TO (UTC)",
            "ENDED",
            "REPLACED BY");
    for (Placement placement : placements) {
      table.row(
          Cell.of(ShortNames.id(placement.container())),
          Cell.of(placement.name()),
          Cell.of(placement.node()),
          Cell.of(service(placement)),
          Cell.of(ShortNames.image(placement.image())),
          Cell.of(time(placement.firstSeen())),
          Cell.of(time(placement.endedAt())),
          end(placement),
          Cell.of(placement.replacedBy() == null ? "" : ShortNames.id(placement.replacedBy())));
    }
    return table;
  }

  private static String service(Placement placement) {
    String slot = placement.slot() == null ? "" : "." + placement.slot();
    return placement.service() == null ? "" : placement.service() + slot;
  }

  private static String time(@Nullable Instant time) {
    return time == null
        ? ""
        : time.truncatedTo(ChronoUnit.SECONDS).toString().replace('T', ' ').replace("Z", "");
  }

  private static Cell end(Placement placement) {
    boolean oom = Boolean.TRUE.equals(placement.oomKilled());
    @Nullable Integer code = placement.exitCode();
    @Nullable State state = placement.state();
    boolean ended = placement.endedAt() != null || state == State.EXITED || state == State.DEAD;
    if (!ended) {
      return Cell.of(state == null ? "" : state.word(), Tint.GOOD);
    }
    String how = code == null ? "removed" : "exited (" + code + ")";
    return Cell.of(
        oom ? how + ", oom" : how, oom || (code != null && code != 0) ? Tint.BAD : Tint.FAINT);
  }

  private static String line(Transition transition) {
    String state = transition.state() == null ? "unknown" : transition.state().word();
    String health = transition.health() == null ? "" : ", " + transition.health().word();
    return time(transition.time()) + "  " + state + health;
  }
}
