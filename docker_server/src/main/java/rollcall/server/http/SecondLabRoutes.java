package rollcall.server.http;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.Optional;
import org.eclipse.jetty.util.MultiMap;
import org.jspecify.annotations.Nullable;
import rollcall.api.InvalidException;
import rollcall.api.Json;
import rollcall.api.Paths;
import rollcall.api.Var;
import rollcall.server.http.Credentials.Mode;
import rollcall.server.storage.Storage;
import rollcall.server.storage.VarCondition;
import rollcall.server.storage.VarOutcome;
import rollcall.server.storage.Versioned;
import spark.Request;
import spark.Response;

/**
 * The second lab's interface to the shared variables: key and value come in a JSON object, as a
 * form or in the query, and the answer is the object of both.
 */
final class SecondLabRoutes {
  private static final String FORM = "application/x-www-form-urlencoded";

  private final Storage storage;
  private final VarWriter writer;
  private final boolean isLaboratory;

  SecondLabRoutes(Storage storage, Access access) {
    this.storage = storage;
    this.isLaboratory = access.mode() == Mode.OFF;
    this.writer = new VarWriter(storage);
  }

  void addTo(Router router) {
    router.on("POST", Paths.SET_VAR, this::set);
    router.on("GET", Paths.GET_VAR, this::get);
    router.on("PUT", Paths.EDIT_VAR, this::edit);
    router.on("DELETE", Paths.DELETE_VAR, this::delete);
  }

  private Answer set(Request request, Response response) {
    return write(
        201,
        request,
        VarCondition.ABSENT,
        key ->
            new ProblemException(
                409,
                "A variable \"" + key + "\" exists already.",
                "PUT " + Paths.EDIT_VAR + " changes it."));
  }

  private Answer edit(Request request, Response response) {
    return write(200, request, VarCondition.PRESENT, VarWriter::notFound);
  }

  private interface Refusal {
    ProblemException of(String key);
  }

  private Answer write(int status, Request request, VarCondition condition, Refusal refusal) {
    Input input = input(request);
    String key = Var.requireKey(input.key());
    String value = Var.requireValue(input.value());
    Versioned<VarOutcome> outcome =
        writer.write(request, key, value, condition, current -> refusal.of(key));
    return answer(status, key, value, outcome.revision());
  }

  private Answer get(Request request, Response response) {
    String key = Var.requireKey(input(request).key());
    Versioned<Optional<Var>> found = storage.var(key);
    Var var = found.value().orElseThrow(() -> VarWriter.notFound(key));
    return answer(200, key, var.value(), found.revision());
  }

  private Answer delete(Request request, Response response) {
    String key = Var.requireKey(input(request).key());
    Versioned<VarOutcome> outcome =
        writer.write(request, key, null, VarCondition.PRESENT, current -> VarWriter.notFound(key));
    return answer(200, key, null, outcome.revision());
  }

  private static Answer answer(int status, String key, @Nullable String value, long revision) {
    JsonObject both = new JsonObject();
    both.addProperty("key", key);
    if (value != null) {
      both.addProperty("value", value);
    }
    return Answer.json(status, both.toString(), revision);
  }

  private Input input(Request request) {
    return Input.of(request, isLaboratory);
  }

  /** Key and value from wherever they are; the body goes before the query. */
  private record Input(@Nullable String key, @Nullable String value) {
    static Input of(Request request, boolean isLaboratory) {
      Parameters query = new Parameters(request, "key", "value");
      Input body = ofBody(request, isLaboratory);
      return new Input(
          body.key() == null ? query.raw("key") : body.key(),
          body.value() == null ? query.raw("value") : body.value());
    }

    /** In a laboratory JSON need not be said to be any: its clients send what curl -d sends. */
    private static Input ofBody(Request request, boolean isLaboratory) {
      if (Bodies.bytes(request).length == 0) {
        return new Input(null, null);
      }
      boolean isForm = Bodies.media(request).equals(FORM);
      String text = isForm || isLaboratory ? Bodies.text(request) : Bodies.json(request);
      boolean looksLikeJson = isLaboratory && text.stripLeading().startsWith("{");
      if (isForm && !looksLikeJson) {
        MultiMap<String> form = new MultiMap<>();
        Parameters.decode(text, form);
        return new Input(form.getValue("key", 0), form.getValue("value", 0));
      }
      JsonObject json = Json.read(text, JsonObject.class);
      return new Input(word(json, "key"), word(json, "value"));
    }

    /** Numbers and truth values as their text: the lab's database kept text. */
    private static @Nullable String word(JsonObject json, String field) {
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
