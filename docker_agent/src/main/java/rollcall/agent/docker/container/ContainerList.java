package rollcall.agent.docker.container;

import com.google.gson.JsonElement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import rollcall.agent.docker.EngineAnswerException;
import rollcall.agent.docker.EngineSession;
import rollcall.agent.docker.json.Fields;
import rollcall.api.Bounds;
import rollcall.api.json.Json;

/** Reads the engine's list of containers. */
public final class ContainerList {
  // Protects against endless responses.
  private static final int MAX_CONTAINERS = 100_000;
  // Ids are used in paths.
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:@-]*");

  private ContainerList() {}

  /**
   * Passes on each entry as it is read, so that a long list needs little memory.
   *
   * @throws EngineAnswerException if the response is not a list, or is truncated
   */
  public static void read(
      EngineSession session,
      boolean stoppedToo,
      Consumer<String> unreadable,
      Consumer<Fields> entry) {
    session.get(
        "/containers/json" + (stoppedToo ? "?all=true" : ""),
        json -> {
          json.beginArray();
          for (int read = 0; json.hasNext(); read++) {
            if (read == MAX_CONTAINERS) {
              throw new EngineAnswerException(
                  200, "it lists more than " + MAX_CONTAINERS + " containers");
            }
            JsonElement element = Json.gson().getAdapter(JsonElement.class).read(json);
            entry.accept(Fields.of(element, "list", unreadable));
          }
          json.endArray();
          return "";
        });
  }

  public static List<Fields> read(EngineSession session, boolean stoppedToo) {
    List<Fields> entries = new ArrayList<>();
    read(session, stoppedToo, field -> {}, entries::add);
    return entries;
  }

  /** A container's id; absent if it is missing or invalid. */
  public static @Nullable String id(Fields container) {
    @Nullable String id = container.textWithin("Id", Bounds.ID);
    return id != null && isId(id) ? id : null;
  }

  public static boolean isId(String id) {
    return id.length() <= Bounds.ID && ID.matcher(id).matches();
  }
}
