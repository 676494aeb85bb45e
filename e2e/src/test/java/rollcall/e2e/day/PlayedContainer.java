package rollcall.e2e.day;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.time.Instant;
import java.util.Map;

/** A container of a played engine: its true state, and what the engine's API says of it. */
final class PlayedContainer {
  static final Instant NEVER = Instant.parse("0001-01-01T00:00:00Z");

  final String id;
  final String name;
  final Map<String, String> labels;
  final Instant created;
  String state = "created";
  Instant started = NEVER;
  Instant finished = NEVER;
  int exitCode;
  boolean oomKilled;
  int restarts;

  PlayedContainer(String id, String name, Map<String, String> labels, Instant created) {
    this.id = id;
    this.name = name;
    this.labels = labels;
    this.created = created;
  }

  boolean isRunning() {
    return state.equals("running") || state.equals("paused");
  }

  /** As in the answer to {@code GET /containers/json}. */
  JsonObject listed() {
    JsonObject json = new JsonObject();
    json.addProperty("Id", id);
    JsonArray names = new JsonArray();
    names.add("/" + name);
    json.add("Names", names);
    json.addProperty("Image", "shop:1");
    json.addProperty("ImageID", "sha256:" + "5".repeat(64));
    json.addProperty("Command", "serve");
    json.addProperty("Created", created.getEpochSecond());
    json.add("Ports", new JsonArray());
    json.add("Labels", labels());
    json.addProperty("State", state);
    json.addProperty("Status", state);
    return json;
  }

  /** As in the answer to {@code GET /containers/ID/json}. */
  JsonObject inspected() {
    JsonObject now = new JsonObject();
    now.addProperty("Status", state);
    now.addProperty("Running", isRunning() || state.equals("restarting"));
    now.addProperty("Paused", state.equals("paused"));
    now.addProperty("Restarting", state.equals("restarting"));
    now.addProperty("OOMKilled", oomKilled);
    now.addProperty("Dead", false);
    now.addProperty("Pid", isRunning() ? 4711 : 0);
    now.addProperty("ExitCode", exitCode);
    now.addProperty("Error", "");
    now.addProperty("StartedAt", started.toString());
    now.addProperty("FinishedAt", finished.toString());
    JsonObject config = new JsonObject();
    config.addProperty("Image", "shop:1");
    config.add("Labels", labels());
    JsonObject network = new JsonObject();
    network.add("Networks", new JsonObject());
    network.add("Ports", new JsonObject());
    JsonObject json = new JsonObject();
    json.addProperty("Id", id);
    json.addProperty("Created", created.toString());
    json.add("State", now);
    json.addProperty("Image", "sha256:" + "5".repeat(64));
    json.addProperty("Name", "/" + name);
    json.addProperty("RestartCount", restarts);
    json.add("HostConfig", new JsonObject());
    json.add("Config", config);
    json.add("NetworkSettings", network);
    return json;
  }

  private JsonObject labels() {
    JsonObject json = new JsonObject();
    labels.forEach(json::addProperty);
    return json;
  }
}
