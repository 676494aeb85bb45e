package rollcall.api.json;

import com.google.gson.JsonDeserializationContext;
import com.google.gson.JsonDeserializer;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonSerializationContext;
import com.google.gson.JsonSerializer;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.Map;
import rollcall.api.container.Container;
import rollcall.api.container.Report;

/** Writes a container's report and its own fields as one flat object, and reads them back. */
final class ContainerAdapter implements JsonSerializer<Container>, JsonDeserializer<Container> {
  /** {@link Container} without its report. */
  private record Seen(Instant firstSeen, Instant lastSeen, Instant removedAt) {}

  @Override
  @SuppressWarnings("NullAway") // Gson leaves out what is null
  public JsonElement serialize(Container container, Type type, JsonSerializationContext context) {
    JsonObject flat = context.serialize(container.report()).getAsJsonObject();
    Seen seen = new Seen(container.firstSeen(), container.lastSeen(), container.removedAt());
    for (Map.Entry<String, JsonElement> field :
        context.serialize(seen).getAsJsonObject().entrySet()) {
      flat.add(field.getKey(), field.getValue());
    }
    return flat;
  }

  @Override
  public Container deserialize(JsonElement json, Type type, JsonDeserializationContext context) {
    Report report = context.deserialize(json, Report.class);
    Seen seen = context.deserialize(json, Seen.class);
    return new Container(report, seen.firstSeen(), seen.lastSeen(), seen.removedAt());
  }
}
