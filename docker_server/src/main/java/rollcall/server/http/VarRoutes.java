package rollcall.server.http;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import rollcall.api.Json;
import rollcall.api.Paths;
import rollcall.api.Var;
import rollcall.api.VarHistory;
import rollcall.api.VarValue;
import rollcall.api.Vars;
import rollcall.server.storage.PageSize;
import rollcall.server.storage.Storage;
import rollcall.server.storage.VarCondition;
import rollcall.server.storage.VarOutcome;
import rollcall.server.storage.Versioned;
import spark.Request;
import spark.Response;

/** The shared variables. ETag and If-Match guard against lost updates. */
final class VarRoutes {
  private static final int LIMIT = 100;
  private static final int MAX_LIMIT = 1000;

  private final Storage storage;
  private final VarWriter writer;

  VarRoutes(Storage storage) {
    this.storage = storage;
    this.writer = new VarWriter(storage);
  }

  void addTo(Router router) {
    router.list(Paths.VARS, this::list);
    router.on("GET", Paths.VARS + "/:key", this::get);
    router.on("PUT", Paths.VARS + "/:key", this::put);
    router.on("DELETE", Paths.VARS + "/:key", this::delete);
    router.list(Paths.VARS + "/:key/history", this::history);
  }

  private Answer list(Request request, Response response) {
    Parameters parameters = new Parameters(request, "after", "limit");
    int limit = parameters.integer("limit", LIMIT, MAX_LIMIT);
    String after = parameters.text("after");
    // One more than asked for tells whether there is a next page.
    Versioned<List<Var>> found = storage.vars(after == null ? "" : after, limit + 1);
    int size = PageSize.of(found.value(), limit, VarRoutes::length);
    List<Var> vars = found.value().subList(0, size);
    String next = found.value().size() > size ? vars.get(size - 1).key() : null;
    return Answer.json(200, new Vars(vars, next, found.revision()), found.revision());
  }

  private static int length(Var var) {
    return var.key().length() + (var.value() == null ? 0 : var.value().length());
  }

  private Answer get(Request request, Response response) {
    new Parameters(request);
    String key = key(request);
    Preconditions preconditions = Preconditions.of(request);
    Versioned<Optional<Var>> found = storage.var(key);
    Var var = found.value().orElseThrow(() -> VarWriter.notFound(key));
    return preconditions.isKnown(var)
        ? new Answer(304, "", "", VarWriter.headers(var, found.revision()))
        : answer(200, var, found.revision());
  }

  /** 201 for a new variable, else 200. */
  private Answer put(Request request, Response response) {
    new Parameters(request);
    String key = key(request);
    VarValue body = Json.read(Bodies.json(request), VarValue.class);
    Versioned<VarOutcome> outcome =
        writer.write(
            request,
            key,
            body.value(),
            Preconditions.of(request),
            current -> preconditionFailed(key, current));
    return answer(outcome.value().created() ? 201 : 200, outcome);
  }

  private Answer delete(Request request, Response response) {
    new Parameters(request);
    String key = key(request);
    Preconditions preconditions = Preconditions.of(request);
    VarCondition condition = preconditions.exist() ? preconditions : VarCondition.PRESENT;
    Versioned<VarOutcome> outcome =
        writer.write(
            request,
            key,
            null,
            condition,
            current ->
                current == null && condition == VarCondition.PRESENT
                    ? VarWriter.notFound(key)
                    : preconditionFailed(key, current));
    return answer(200, outcome);
  }

  private Answer history(Request request, Response response) {
    new Parameters(request);
    String key = key(request);
    Versioned<List<Var>> history = storage.varHistory(key);
    if (history.value().isEmpty()) {
      throw VarWriter.notFound(key);
    }
    return Answer.json(
        200, new VarHistory(history.value(), history.revision()), history.revision());
  }

  private static String key(Request request) {
    return Var.requireKey(request.params(":key"));
  }

  private static Answer answer(int status, Versioned<VarOutcome> outcome) {
    return answer(status, Objects.requireNonNull(outcome.value().var()), outcome.revision());
  }

  private static Answer answer(int status, Var var, long revision) {
    return new Answer(
        status, "application/json", Json.write(var), VarWriter.headers(var, revision));
  }

  private static ProblemException preconditionFailed(String key, @Nullable Var current) {
    if (current == null) {
      return new ProblemException(
          412, "There is no variable \"" + key + "\".", "Send it without If-Match to make one.");
    }
    return new ProblemException(
        412,
        "\""
            + key
            + "\" was changed by "
            + Log.escape(current.author())
            + "; its ETag is now "
            + current.etag()
            + ".",
        "Read it anew and decide again.",
        Map.of("ETag", current.etag()));
  }
}
