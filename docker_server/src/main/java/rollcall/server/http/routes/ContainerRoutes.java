package rollcall.server.http.routes;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import rollcall.api.Paths;
import rollcall.api.Timestamps;
import rollcall.api.container.ReportPage;
import rollcall.api.container.Sample;
import rollcall.api.container.State;
import rollcall.api.history.Placement;
import rollcall.api.history.PlacementList;
import rollcall.api.history.Transition;
import rollcall.common.InvalidException;
import rollcall.server.http.exchange.ApiResponse;
import rollcall.server.http.exchange.Cursor;
import rollcall.server.http.exchange.LogText;
import rollcall.server.http.exchange.ProblemException;
import rollcall.server.http.exchange.QueryParameters;
import rollcall.server.http.routing.Router;
import rollcall.server.storage.PageSize;
import rollcall.server.storage.Storage;
import rollcall.server.storage.Versioned;
import rollcall.server.storage.roster.ContainerQuery;
import rollcall.server.storage.roster.PlacementQuery;
import rollcall.server.storage.roster.RosterEntry;
import rollcall.server.storage.roster.StoredReport;
import spark.Request;
import spark.Response;

/** Routes to read the roster, the placements and the reports. */
public final class ContainerRoutes {
  private static final int LIMIT = 100;
  private static final int MAX_LIMIT = 1000;

  private static final Duration MAX_CLOCK_SKEW = Duration.ofMinutes(1);

  private final Storage storage;

  public ContainerRoutes(Storage storage) {
    this.storage = storage;
  }

  public void addTo(Router router) {
    router.list(Paths.CONTAINERS, this::list);
    router.on("GET", Paths.CONTAINERS + "/:id", this::one);
    router.list(Paths.CONTAINERS + "/:id/history", this::history);
    router.list(Paths.CONTAINERS + "/:id/reports", this::reports);
    router.list(Paths.SERVICES + "/:service/history", this::serviceHistory);
    router.list(Paths.PLACEMENTS, this::placements);
  }

  private ApiResponse list(Request request, Response response) {
    QueryParameters parameters =
        new QueryParameters(
            request, "node", "service", "image", "state", "label", "q", "all", "at", "after",
            "limit");
    int limit = parameters.integer("limit", LIMIT, MAX_LIMIT);
    String after = parameters.text("after");
    // Reads one entry more than requested to detect a next page.
    ContainerQuery query =
        new ContainerQuery(
            new ContainerQuery.Criteria(
                parameters.text("node"),
                parameters.text("service"),
                parameters.text("image"),
                parameters.texts("state").stream().map(ContainerRoutes::state).toList(),
                parameters.texts("label"),
                parameters.text("q")),
            parameters.flag("all"),
            past(parameters, "at"),
            after == null ? null : Cursor.read("after", after),
            limit + 1);
    Versioned<List<RosterEntry>> found = storage.roster().list(query);
    return ApiResponse.json(200, page(found, limit), found.revision());
  }

  private static State state(String text) {
    State state = State.of(text);
    if (!state.wireName().equals(text)) {
      String expected =
          Stream.of(State.values()).map(State::wireName).collect(Collectors.joining(", "));
      throw QueryParameters.invalid("state", text, "one of " + expected);
    }
    return state;
  }

  /** Builds the JSON of a {@link rollcall.api.container.ContainerPage} from the entries' JSON. */
  private static String page(Versioned<List<RosterEntry>> found, int limit) {
    int size = PageSize.of(found.value(), limit, RosterEntry::length);
    boolean hasMore = found.value().size() > size;
    List<RosterEntry> entries = found.value().subList(0, size);
    StringBuilder json = new StringBuilder(64 + 512 * entries.size()).append("{\"containers\":[");
    for (int i = 0; i < entries.size(); i++) {
      json.append(i == 0 ? "" : ",");
      entries.get(i).writeTo(json);
    }
    json.append(']');
    if (hasMore) {
      RosterEntry last = entries.get(size - 1);
      json.append(",\"next\":\"")
          .append(Cursor.write(new ContainerQuery.Position(last.name(), last.id())))
          .append('"');
    }
    return json.append(",\"revision\":").append(found.revision()).append('}').toString();
  }

  private ApiResponse one(Request request, Response response) {
    new QueryParameters(request);
    Found found = find(request);
    StringBuilder json = new StringBuilder();
    found.entry().writeTo(json);
    return ApiResponse.json(200, json.toString(), found.revision());
  }

  private ApiResponse history(Request request, Response response) {
    new QueryParameters(request);
    String id = find(request).entry().id();
    Versioned<List<Placement>> placements =
        storage.roster().placements(PlacementQuery.ofContainer(id));
    List<Transition> transitions = storage.roster().transitions(id).value();
    return ApiResponse.json(
        200,
        new PlacementList(placements.value(), transitions, placements.revision()),
        placements.revision());
  }

  private ApiResponse serviceHistory(Request request, Response response) {
    new QueryParameters(request);
    Versioned<List<Placement>> placements =
        storage.roster().placements(PlacementQuery.ofService(request.params(":service")));
    if (placements.value().isEmpty()) {
      throw new ProblemException(
          404,
          "No container of a service named \""
              + LogText.escape(request.params(":service"))
              + "\" is known.",
          "The name includes the stack's name, like rollcall_server.");
    }
    return ApiResponse.json(
        200,
        new PlacementList(placements.value(), List.of(), placements.revision()),
        placements.revision());
  }

  private ApiResponse placements(Request request, Response response) {
    QueryParameters parameters =
        new QueryParameters(request, "service", "node", "from", "to", "limit");
    Versioned<List<Placement>> found =
        storage
            .roster()
            .placements(
                new PlacementQuery(
                    null,
                    parameters.text("service"),
                    parameters.text("node"),
                    time(parameters, "from"),
                    time(parameters, "to"),
                    parameters.integer("limit", LIMIT, PlacementQuery.MAX_LIMIT)));
    return ApiResponse.json(
        200, new PlacementList(found.value(), List.of(), found.revision()), found.revision());
  }

  private ApiResponse reports(Request request, Response response) {
    QueryParameters parameters = new QueryParameters(request, "before", "limit");
    int limit = parameters.integer("limit", LIMIT, MAX_LIMIT);
    Versioned<List<StoredReport>> found =
        storage.roster().reports(find(request).entry().id(), time(parameters, "before"), limit + 1);
    List<Sample> samples = new ArrayList<>();
    found.value().stream().limit(limit).forEach(report -> samples.add(report.sample()));
    String next =
        found.value().size() > limit ? samples.get(limit - 1).timestamp().toString() : null;
    return ApiResponse.json(200, new ReportPage(samples, next, found.revision()), found.revision());
  }

  /** Rejects a time in the future, with tolerance for clocks that differ. */
  private @Nullable Instant past(QueryParameters parameters, String name) {
    Instant time = time(parameters, name);
    if (time != null && time.isAfter(storage.now().plus(MAX_CLOCK_SKEW))) {
      throw QueryParameters.invalid(
          name,
          String.valueOf(parameters.text(name)),
          "a time in the past, like 2026-11-20T21:29:23Z, or seconds (not milliseconds) since"
              + " 1970");
    }
    return time;
  }

  private static @Nullable Instant time(QueryParameters parameters, String name) {
    String text = parameters.text(name);
    try {
      return text == null ? null : Timestamps.parse(text);
    } catch (InvalidException e) {
      throw QueryParameters.invalid(name, String.valueOf(text), "a time like 2026-11-20T21:29:23Z");
    }
  }

  private Found find(Request request) {
    String key = request.params(":id");
    Versioned<Optional<RosterEntry>> found = storage.roster().find(key);
    RosterEntry entry =
        found
            .value()
            .orElseThrow(
                () ->
                    new ProblemException(
                        404,
                        "No container has the id, name or id prefix \""
                            + LogText.escape(key)
                            + "\".",
                        "GET " + Paths.CONTAINERS + "?all=true lists all known containers."));
    return new Found(entry, found.revision());
  }

  private record Found(RosterEntry entry, long revision) {}
}
