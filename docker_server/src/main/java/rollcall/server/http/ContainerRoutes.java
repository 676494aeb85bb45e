package rollcall.server.http;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import rollcall.api.InvalidException;
import rollcall.api.Paths;
import rollcall.api.Placement;
import rollcall.api.Placements;
import rollcall.api.Reports;
import rollcall.api.Sample;
import rollcall.api.State;
import rollcall.api.Timestamps;
import rollcall.api.Transition;
import rollcall.server.storage.ContainerQuery;
import rollcall.server.storage.Entry;
import rollcall.server.storage.PageSize;
import rollcall.server.storage.PlacementQuery;
import rollcall.server.storage.PostedReport;
import rollcall.server.storage.Storage;
import rollcall.server.storage.Versioned;
import spark.Request;
import spark.Response;

/** Answers from the roster, the placements and the reports. */
final class ContainerRoutes {
  private static final int LIMIT = 100;
  private static final int MAX_LIMIT = 1000;

  private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(1);

  private final Storage storage;

  ContainerRoutes(Storage storage) {
    this.storage = storage;
  }

  void addTo(Router router) {
    router.list(Paths.CONTAINERS, this::list);
    router.on("GET", Paths.CONTAINERS + "/:id", this::one);
    router.list(Paths.CONTAINERS + "/:id/history", this::history);
    router.list(Paths.CONTAINERS + "/:id/reports", this::reports);
    router.list(Paths.SERVICES + "/:service/history", this::serviceHistory);
    router.list(Paths.PLACEMENTS, this::placements);
  }

  private Answer list(Request request, Response response) {
    Parameters parameters =
        new Parameters(
            request, "node", "service", "image", "state", "label", "q", "all", "at", "after",
            "limit");
    int limit = parameters.integer("limit", LIMIT, MAX_LIMIT);
    String after = parameters.text("after");
    // One more than asked for tells whether there is a next page.
    ContainerQuery query =
        new ContainerQuery(
            parameters.text("node"),
            parameters.text("service"),
            parameters.text("image"),
            parameters.texts("state").stream().map(ContainerRoutes::state).toList(),
            parameters.texts("label"),
            parameters.text("q"),
            parameters.flag("all"),
            past(parameters, "at"),
            after == null ? null : Cursor.read("after", after),
            limit + 1);
    Versioned<List<Entry>> found = storage.containers(query);
    return Answer.json(200, page(found, limit), found.revision());
  }

  private static State state(String word) {
    State state = State.of(word);
    if (!state.word().equals(word)) {
      String words = Stream.of(State.values()).map(State::word).collect(Collectors.joining(", "));
      throw Parameters.invalid("state", word, "one of " + words);
    }
    return state;
  }

  /** {@link rollcall.api.Containers}, joined from the entries' texts. */
  private static String page(Versioned<List<Entry>> found, int limit) {
    int size = PageSize.of(found.value(), limit, Entry::length);
    boolean hasMore = found.value().size() > size;
    List<Entry> entries = found.value().subList(0, size);
    StringBuilder json = new StringBuilder(64 + 512 * entries.size()).append("{\"containers\":[");
    for (int i = 0; i < entries.size(); i++) {
      json.append(i == 0 ? "" : ",");
      entries.get(i).writeTo(json);
    }
    json.append(']');
    if (hasMore) {
      Entry last = entries.get(size - 1);
      json.append(",\"next\":\"")
          .append(Cursor.write(new ContainerQuery.Position(last.name(), last.id())))
          .append('"');
    }
    return json.append(",\"revision\":").append(found.revision()).append('}').toString();
  }

  private Answer one(Request request, Response response) {
    new Parameters(request);
    Found found = find(request);
    StringBuilder json = new StringBuilder();
    found.entry().writeTo(json);
    return Answer.json(200, json.toString(), found.revision());
  }

  private Answer history(Request request, Response response) {
    new Parameters(request);
    String id = find(request).entry().id();
    Versioned<List<Placement>> placements = storage.placements(PlacementQuery.ofContainer(id));
    List<Transition> transitions = storage.transitions(id).value();
    return Answer.json(
        200,
        new Placements(placements.value(), transitions, placements.revision()),
        placements.revision());
  }

  private Answer serviceHistory(Request request, Response response) {
    new Parameters(request);
    Versioned<List<Placement>> placements =
        storage.placements(PlacementQuery.ofService(request.params(":service")));
    if (placements.value().isEmpty()) {
      throw new ProblemException(
          404,
          "No container of a service named \""
              + Log.escape(request.params(":service"))
              + "\" is known.",
          "The name is the stack's and the service's, like rollcall_server.");
    }
    return Answer.json(
        200,
        new Placements(placements.value(), List.of(), placements.revision()),
        placements.revision());
  }

  private Answer placements(Request request, Response response) {
    Parameters parameters = new Parameters(request, "service", "node", "from", "to", "limit");
    Versioned<List<Placement>> found =
        storage.placements(
            new PlacementQuery(
                null,
                parameters.text("service"),
                parameters.text("node"),
                time(parameters, "from"),
                time(parameters, "to"),
                parameters.integer("limit", LIMIT, PlacementQuery.MOST)));
    return Answer.json(
        200, new Placements(found.value(), List.of(), found.revision()), found.revision());
  }

  private Answer reports(Request request, Response response) {
    Parameters parameters = new Parameters(request, "before", "limit");
    int limit = parameters.integer("limit", LIMIT, MAX_LIMIT);
    Versioned<List<PostedReport>> found =
        storage.reports(find(request).entry().id(), time(parameters, "before"), limit + 1);
    List<Sample> samples = new ArrayList<>();
    found.value().stream().limit(limit).forEach(report -> samples.add(report.sample()));
    String next =
        found.value().size() > limit ? samples.get(limit - 1).timestamp().toString() : null;
    return Answer.json(200, new Reports(samples, next, found.revision()), found.revision());
  }

  /** What is yet to come is not known; a caller's clock may be a little ahead. */
  private @Nullable Instant past(Parameters parameters, String name) {
    Instant time = time(parameters, name);
    if (time != null && time.isAfter(storage.now().plus(CLOCKS_DIFFER))) {
      throw Parameters.invalid(
          name,
          String.valueOf(parameters.text(name)),
          "a time that is past here, like 2026-11-20T21:29:23Z, or seconds (not milliseconds) since"
              + " 1970");
    }
    return time;
  }

  private static @Nullable Instant time(Parameters parameters, String name) {
    String text = parameters.text(name);
    try {
      return text == null ? null : Timestamps.parse(text);
    } catch (InvalidException e) {
      throw Parameters.invalid(name, String.valueOf(text), "a time like 2026-11-20T21:29:23Z");
    }
  }

  private Found find(Request request) {
    String key = request.params(":id");
    Versioned<Optional<Entry>> found = storage.container(key);
    Entry entry =
        found
            .value()
            .orElseThrow(
                () ->
                    new ProblemException(
                        404,
                        "No container has the id, name or id prefix \"" + Log.escape(key) + "\".",
                        "GET " + Paths.CONTAINERS + "?all=true lists all that are known."));
    return new Found(entry, found.revision());
  }

  private record Found(Entry entry, long revision) {}
}
