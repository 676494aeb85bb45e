package rollcall.server.http.routes;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.Optional;
import org.eclipse.jetty.util.MultiMap;
import org.jspecify.annotations.Nullable;
import rollcall.api.Paths;
import rollcall.api.json.Json;
import rollcall.api.variable.Variable;
import rollcall.common.InvalidException;
import rollcall.server.auth.Authenticator;
import rollcall.server.auth.Credentials.Mode;
import rollcall.server.http.exchange.ApiResponse;
import rollcall.server.http.exchange.ProblemException;
import rollcall.server.http.exchange.QueryParameters;
import rollcall.server.http.exchange.RequestBodies;
import rollcall.server.http.routing.Router;
import rollcall.server.storage.Variables;
import rollcall.server.storage.Versioned;
import rollcall.server.storage.variable.VariableCondition;
import rollcall.server.storage.variable.VariableOutcome;
import spark.Request;
import spark.Response;

/**
 * The interface of the second lab to the shared variables. Key and value are sent as JSON object,
 * as form or in the query; the response is a JSON object with both.
 */
public final class LegacyVariableRoutes {
  private static final String FORM = "application/x-www-form-urlencoded";

  private final Variables variables;
  private final VariableWriter writer;
  private final boolean isLab;

  public LegacyVariableRoutes(Variables variables, Authenticator authenticator) {
    this.variables = variables;
    this.isLab = authenticator.mode() == Mode.OFF;
    this.writer = new VariableWriter(variables);
  }

  public void addTo(Router router) {
    router.on("POST", Paths.SET_VAR, this::set);
    router.on("GET", Paths.GET_VAR, this::get);
    router.on("PUT", Paths.EDIT_VAR, this::edit);
    router.on("DELETE", Paths.DELETE_VAR, this::delete);
  }

  private ApiResponse set(Request request, Response response) {
    return write(
        201,
        request,
        VariableCondition.ABSENT,
        key ->
            new ProblemException(
                409,
                "The variable \"" + key + "\" already exists.",
                "PUT " + Paths.EDIT_VAR + " changes it."));
  }

  private ApiResponse edit(Request request, Response response) {
    return write(200, request, VariableCondition.PRESENT, VariableWriter::notFound);
  }

  private interface Refusal {
    ProblemException of(String key);
  }

  private ApiResponse write(
      int status, Request request, VariableCondition condition, Refusal refusal) {
    Input input = input(request);
    String key = Variable.requireKey(input.key());
    String value = Variable.requireValue(input.value());
    Versioned<VariableOutcome> outcome =
        writer.write(request, key, value, condition, current -> refusal.of(key));
    return answer(status, key, value, outcome.revision());
  }

  private ApiResponse get(Request request, Response response) {
    String key = Variable.requireKey(input(request).key());
    Versioned<Optional<Variable>> found = variables.find(key);
    Variable var = found.value().orElseThrow(() -> VariableWriter.notFound(key));
    return answer(200, key, var.value(), found.revision());
  }

  private ApiResponse delete(Request request, Response response) {
    String key = Variable.requireKey(input(request).key());
    Versioned<VariableOutcome> outcome =
        writer.write(
            request, key, null, VariableCondition.PRESENT, current -> VariableWriter.notFound(key));
    return answer(200, key, null, outcome.revision());
  }

  private static ApiResponse answer(int status, String key, @Nullable String value, long revision) {
    JsonObject both = new JsonObject();
    both.addProperty("key", key);
    if (value != null) {
      both.addProperty("value", value);
    }
    return ApiResponse.json(status, both.toString(), revision);
  }

  private Input input(Request request) {
    return Input.of(request, isLab);
  }

  /** Key and value from the body or the query; the body has precedence. */
  private record Input(@Nullable String key, @Nullable String value) {
    static Input of(Request request, boolean isLab) {
      QueryParameters query = new QueryParameters(request, "key", "value");
      Input body = ofBody(request, isLab);
      return new Input(
          body.key() == null ? query.raw("key") : body.key(),
          body.value() == null ? query.raw("value") : body.value());
    }

    /** In a lab, JSON is accepted with a form's Content-Type, which {@code curl -d} sends. */
    private static Input ofBody(Request request, boolean isLab) {
      if (RequestBodies.bytes(request).length == 0) {
        return new Input(null, null);
      }
      boolean isForm = RequestBodies.media(request).equals(FORM);
      String text = isForm || isLab ? RequestBodies.text(request) : RequestBodies.json(request);
      boolean looksLikeJson = isLab && text.stripLeading().startsWith("{");
      if (isForm && !looksLikeJson) {
        MultiMap<String> form = new MultiMap<>();
        QueryParameters.decode(text, form);
        return new Input(form.getValue("key", 0), form.getValue("value", 0));
      }
      JsonObject json = Json.read(text, JsonObject.class);
      return new Input(text(json, "key"), text(json, "value"));
    }

    /** Converts numbers and booleans to text, as in the lab, whose database stored text. */
    private static @Nullable String text(JsonObject json, String field) {
      JsonElement value = json.get(field);
      if (value == null || value.isJsonNull()) {
        return null;
      }
      if (!value.isJsonPrimitive()) {
        throw new InvalidException(field + ": expected text");
      }
      return value.getAsString();
    }
  }
}
