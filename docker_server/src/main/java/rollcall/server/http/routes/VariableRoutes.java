package rollcall.server.http.routes;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import rollcall.api.Paths;
import rollcall.api.json.Json;
import rollcall.api.variable.Variable;
import rollcall.api.variable.VariableHistory;
import rollcall.api.variable.VariablePage;
import rollcall.api.variable.VariableValue;
import rollcall.server.http.exchange.ApiResponse;
import rollcall.server.http.exchange.LogText;
import rollcall.server.http.exchange.Preconditions;
import rollcall.server.http.exchange.ProblemException;
import rollcall.server.http.exchange.QueryParameters;
import rollcall.server.http.exchange.RequestBodies;
import rollcall.server.http.routing.Router;
import rollcall.server.storage.PageSize;
import rollcall.server.storage.Variables;
import rollcall.server.storage.Versioned;
import rollcall.server.storage.variable.VariableCondition;
import rollcall.server.storage.variable.VariableOutcome;
import spark.Request;
import spark.Response;

/** The shared variables. ETag and If-Match prevent lost updates. */
public final class VariableRoutes {
  private static final int LIMIT = 100;
  private static final int MAX_LIMIT = 1000;

  private final Variables variables;
  private final VariableWriter writer;

  public VariableRoutes(Variables variables) {
    this.variables = variables;
    this.writer = new VariableWriter(variables);
  }

  public void addTo(Router router) {
    router.list(Paths.VARS, this::list);
    router.on("GET", Paths.VARS + "/:key", this::get);
    router.on("PUT", Paths.VARS + "/:key", this::put);
    router.on("DELETE", Paths.VARS + "/:key", this::delete);
    router.list(Paths.VARS + "/:key/history", this::history);
  }

  private ApiResponse list(Request request, Response response) {
    QueryParameters parameters = new QueryParameters(request, "after", "limit");
    int limit = parameters.integer("limit", LIMIT, MAX_LIMIT);
    String after = parameters.text("after");
    // Reads one variable more than requested to detect a next page.
    Versioned<List<Variable>> found = variables.list(after == null ? "" : after, limit + 1);
    int size = PageSize.of(found.value(), limit, VariableRoutes::length);
    List<Variable> vars = found.value().subList(0, size);
    String next = found.value().size() > size ? vars.get(size - 1).key() : null;
    return ApiResponse.json(200, new VariablePage(vars, next, found.revision()), found.revision());
  }

  private static int length(Variable var) {
    return var.key().length() + (var.value() == null ? 0 : var.value().length());
  }

  private ApiResponse get(Request request, Response response) {
    new QueryParameters(request);
    String key = key(request);
    Preconditions preconditions = Preconditions.of(request);
    Versioned<Optional<Variable>> found = variables.find(key);
    Variable var = found.value().orElseThrow(() -> VariableWriter.notFound(key));
    return preconditions.isKnown(var)
        ? new ApiResponse(304, "", "", VariableWriter.headers(var, found.revision()))
        : answer(200, var, found.revision());
  }

  /** Responds 201 for a new variable, else 200. */
  private ApiResponse put(Request request, Response response) {
    new QueryParameters(request);
    String key = key(request);
    VariableValue body = Json.read(RequestBodies.json(request), VariableValue.class);
    Versioned<VariableOutcome> outcome =
        writer.write(
            request,
            key,
            body.value(),
            Preconditions.of(request),
            current -> preconditionFailed(key, current));
    return answer(outcome.value().created() ? 201 : 200, outcome);
  }

  private ApiResponse delete(Request request, Response response) {
    new QueryParameters(request);
    String key = key(request);
    Preconditions preconditions = Preconditions.of(request);
    VariableCondition condition = preconditions.exist() ? preconditions : VariableCondition.PRESENT;
    Versioned<VariableOutcome> outcome =
        writer.write(
            request,
            key,
            null,
            condition,
            current ->
                current == null && condition == VariableCondition.PRESENT
                    ? VariableWriter.notFound(key)
                    : preconditionFailed(key, current));
    return answer(200, outcome);
  }

  private ApiResponse history(Request request, Response response) {
    new QueryParameters(request);
    String key = key(request);
    Versioned<List<Variable>> history = variables.history(key);
    if (history.value().isEmpty()) {
      throw VariableWriter.notFound(key);
    }
    return ApiResponse.json(
        200, new VariableHistory(history.value(), history.revision()), history.revision());
  }

  private static String key(Request request) {
    return Variable.requireKey(request.params(":key"));
  }

  private static ApiResponse answer(int status, Versioned<VariableOutcome> outcome) {
    return answer(status, Objects.requireNonNull(outcome.value().var()), outcome.revision());
  }

  private static ApiResponse answer(int status, Variable var, long revision) {
    return new ApiResponse(
        status, "application/json", Json.write(var), VariableWriter.headers(var, revision));
  }

  private static ProblemException preconditionFailed(String key, @Nullable Variable current) {
    if (current == null) {
      return new ProblemException(
          412, "There is no variable \"" + key + "\".", "Send it without If-Match to create it.");
    }
    return new ProblemException(
        412,
        "\""
            + key
            + "\" was changed by "
            + LogText.escape(current.author())
            + "; its ETag is now "
            + current.etag()
            + ".",
        "Read it again, then decide whether to write.",
        Map.of("ETag", current.etag()));
  }
}
