package rollcall.cli.commands;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import rollcall.api.container.Container;
import rollcall.api.history.Placement;
import rollcall.api.history.PlacementList;
import rollcall.api.history.Transition;
import rollcall.cli.command.Command;
import rollcall.cli.command.CommandContext;
import rollcall.cli.command.ExitCode;
import rollcall.cli.command.Footer;
import rollcall.cli.command.UsageException;
import rollcall.cli.text.Formats;
import rollcall.cli.text.Times;
import rollcall.client.ContainerFilter;
import rollcall.client.RollcallClient;
import rollcall.client.http.ApiResponse;
import rollcall.client.http.ProblemException;

/** The placements of a container or a service, past ones included. */
public final class HistoryCommand implements Command {
  private static final int NOT_FOUND = 404;
  private static final int AMBIGUOUS = 409;

  // Each costs a request; a container usually has one stopped placement.
  private static final int MAX_PLACEMENTS = 10;

  @Override
  public CommandSpec spec() {
    return Command.named(
            "history", "Show where a container or a service ran, and how each run ended.")
        .addPositional(
            Command.parameter("ID|NAME|SERVICE", "a container or a service of the swarm"));
  }

  @Override
  public int run(CommandContext context) {
    String reference =
        context
            .parameter()
            .orElseThrow(
                () -> new UsageException("Missing argument: name a container or a service"));
    RollcallClient server = context.server();
    ApiResponse<PlacementList> response = find(server, reference);
    if (context.settings().json()) {
      context.console().json(response.body());
      return ExitCode.OK;
    }
    List<Placement> placements = response.value().placements();
    if (!placements.isEmpty()) {
      HistoryTable.print(
          placements, finished(server, placements), response.time(), context.console());
    }
    for (Transition transition : response.value().transitions()) {
      context.console().line(line(transition));
    }
    Footer.print(
        Formats.count(placements.size(), "placement"),
        response,
        response.value().revision(),
        context);
    return ExitCode.OK;
  }

  /** Finds a container by exact name or id, else a service, else a container by id prefix. */
  private static ApiResponse<PlacementList> find(RollcallClient server, String reference) {
    try {
      ApiResponse<PlacementList> found = server.history(reference);
      return found.value().placements().stream().anyMatch(entry -> isExact(entry, reference))
          ? found
          : serviceOrElse(server, reference, found);
    } catch (ProblemException containerProblem) {
      if (containerProblem.status() != NOT_FOUND && containerProblem.status() != AMBIGUOUS) {
        throw containerProblem;
      }
      return service(server, reference, containerProblem);
    }
  }

  private static boolean isExact(Placement entry, String reference) {
    return entry.name().equals(reference) || entry.container().equals(reference);
  }

  private static ApiResponse<PlacementList> serviceOrElse(
      RollcallClient server, String reference, ApiResponse<PlacementList> fallback) {
    try {
      ApiResponse<PlacementList> service = server.serviceHistory(reference);
      return service.value().placements().isEmpty() ? fallback : service;
    } catch (ProblemException e) {
      if (e.status() != NOT_FOUND) {
        throw e;
      }
      return fallback;
    }
  }

  private static ApiResponse<PlacementList> service(
      RollcallClient server, String reference, ProblemException containerProblem) {
    try {
      return server.serviceHistory(reference);
    } catch (ProblemException serviceProblem) {
      throw serviceProblem.status() == NOT_FOUND ? containerProblem : serviceProblem;
    }
  }

  /** When stopped containers ended that still exist: their placements are still open. */
  private static Map<String, Instant> finished(RollcallClient server, List<Placement> placements) {
    List<Placement> stopped = placements.stream().filter(HistoryTable::isStopped).toList();
    Map<String, Instant> finished = new HashMap<>();
    containers(server, stopped)
        .map(Container::report)
        .filter(report -> report.finished() != null)
        .forEach(report -> finished.put(report.id(), report.finished()));
    return finished;
  }

  private static Stream<Container> containers(RollcallClient server, List<Placement> placements) {
    Stream<Container> standalone =
        placements.stream()
            .filter(placement -> placement.service() == null)
            .limit(MAX_PLACEMENTS)
            .flatMap(placement -> container(server, placement.container()));
    Stream<Container> ofServices =
        placements.stream()
            .map(Placement::service)
            .filter(Objects::nonNull)
            .distinct()
            .map(ContainerFilter.ALL::service)
            .flatMap(filter -> server.containers(filter).stream())
            .flatMap(page -> page.value().containers().stream());
    return Stream.concat(standalone, ofServices);
  }

  private static Stream<Container> container(RollcallClient server, String id) {
    try {
      return Stream.of(server.container(id).value());
    } catch (ProblemException pruned) {
      return Stream.empty();
    }
  }

  private static String line(Transition transition) {
    String state = transition.state() == null ? "unknown" : transition.state().wireName();
    String health = transition.health() == null ? "" : ", " + transition.health().wireName();
    return Times.full(transition.time()) + "  " + state + health;
  }
}
