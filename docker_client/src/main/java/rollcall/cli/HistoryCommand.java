package rollcall.cli;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import rollcall.api.Container;
import rollcall.api.Placement;
import rollcall.api.Placements;
import rollcall.api.Transition;
import rollcall.cli.text.Amounts;
import rollcall.cli.text.Times;
import rollcall.client.Answer;
import rollcall.client.Filter;
import rollcall.client.ProblemException;
import rollcall.client.RollcallClient;

/** Where a container, or the containers of a service, ran: also those that are no more. */
final class HistoryCommand implements Command {
  private static final int NOT_FOUND = 404;
  private static final int AMBIGUOUS = 409;

  // Each costs a request; one container has one placement at rest, as a rule.
  private static final int MOST_ALONE = 10;

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
    RollcallClient server = context.server();
    Answer<Placements> answer = find(server, reference);
    if (context.settings().json()) {
      context.console().json(answer.body());
      return ExitCode.OK;
    }
    List<Placement> placements = answer.value().placements();
    if (!placements.isEmpty()) {
      HistoryTable.print(
          placements, finished(server, placements), answer.time(), context.console());
    }
    for (Transition transition : answer.value().transitions()) {
      context.console().line(line(transition));
    }
    Footer.print(
        Amounts.count(placements.size(), "placement"), answer, answer.value().revision(), context);
    return ExitCode.OK;
  }

  /**
   * A container by its exact name or id, else a service, else a container by its id's beginning.
   */
  private static Answer<Placements> find(RollcallClient server, String reference) {
    try {
      Answer<Placements> found = server.history(reference);
      return found.value().placements().stream().anyMatch(entry -> isExact(entry, reference))
          ? found
          : serviceOr(server, reference, found);
    } catch (ProblemException noContainer) {
      if (noContainer.status() != NOT_FOUND && noContainer.status() != AMBIGUOUS) {
        throw noContainer;
      }
      return service(server, reference, noContainer);
    }
  }

  private static boolean isExact(Placement entry, String reference) {
    return entry.name().equals(reference) || entry.container().equals(reference);
  }

  private static Answer<Placements> serviceOr(
      RollcallClient server, String reference, Answer<Placements> otherwise) {
    try {
      Answer<Placements> service = server.serviceHistory(reference);
      return service.value().placements().isEmpty() ? otherwise : service;
    } catch (ProblemException e) {
      if (e.status() != NOT_FOUND) {
        throw e;
      }
      return otherwise;
    }
  }

  private static Answer<Placements> service(
      RollcallClient server, String reference, ProblemException noContainer) {
    try {
      return server.serviceHistory(reference);
    } catch (ProblemException noService) {
      throw noService.status() == NOT_FOUND ? noContainer : noService;
    }
  }

  /** When those ended whose containers exist still: a placement itself ends with its container. */
  private static Map<String, Instant> finished(RollcallClient server, List<Placement> placements) {
    List<Placement> atRest = placements.stream().filter(HistoryTable::isAtRest).toList();
    Map<String, Instant> finished = new HashMap<>();
    containers(server, atRest)
        .map(Container::report)
        .filter(report -> report.finished() != null)
        .forEach(report -> finished.put(report.id(), report.finished()));
    return finished;
  }

  private static Stream<Container> containers(RollcallClient server, List<Placement> placements) {
    Stream<Container> alone =
        placements.stream()
            .filter(placement -> placement.service() == null)
            .limit(MOST_ALONE)
            .flatMap(placement -> container(server, placement.container()));
    Stream<Container> ofServices =
        placements.stream()
            .map(Placement::service)
            .filter(Objects::nonNull)
            .distinct()
            .map(service -> new Filter(null, service, null, List.of(), List.of(), null, true, null))
            .flatMap(filter -> server.containers(filter).stream())
            .flatMap(page -> page.value().containers().stream());
    return Stream.concat(alone, ofServices);
  }

  private static Stream<Container> container(RollcallClient server, String id) {
    try {
      return Stream.of(server.container(id).value());
    } catch (ProblemException forgotten) {
      return Stream.empty();
    }
  }

  private static String line(Transition transition) {
    String state = transition.state() == null ? "unknown" : transition.state().word();
    String health = transition.health() == null ? "" : ", " + transition.health().word();
    return Times.full(transition.time()) + "  " + state + health;
  }
}
