package rollcall.e2e.day;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A host with a clock, a hostname and an engine, whose containers live and end as they are told to.
 */
final class PlayedHost implements AutoCloseable {
  /** How a run of a container ended. */
  record End(int exitCode, boolean oomKilled, boolean asked) {}

  private final String engineId;
  private final HostClock clock;
  private final PlayedEngine engine;
  private final Map<String, PlayedContainer> containers = new LinkedHashMap<>();
  private final Map<String, List<End>> ends = new LinkedHashMap<>();
  private String name;

  PlayedHost(String name, String engineId, HostClock clock) throws IOException {
    this.name = name;
    this.engineId = engineId;
    this.clock = clock;
    this.engine = new PlayedEngine(this);
  }

  HostClock clock() {
    return clock;
  }

  PlayedEngine engine() {
    return engine;
  }

  synchronized String name() {
    return name;
  }

  /** Its hostname; an engine reads it when it starts. */
  synchronized void rename(String name) {
    this.name = name;
  }

  synchronized JsonObject info() {
    JsonObject swarm = new JsonObject();
    swarm.addProperty("NodeID", "");
    swarm.addProperty("NodeAddr", "");
    swarm.addProperty("LocalNodeState", "inactive");
    swarm.addProperty("ControlAvailable", false);
    JsonObject json = new JsonObject();
    json.addProperty("ID", engineId);
    json.addProperty("Name", name);
    json.addProperty("ServerVersion", "20.10.24");
    json.add("Swarm", swarm);
    return json;
  }

  synchronized JsonArray list(boolean all) {
    JsonArray list = new JsonArray();
    containers.values().stream()
        .filter(container -> all || container.isRunning())
        .forEach(container -> list.add(container.listed()));
    return list;
  }

  synchronized JsonObject inspect(String id) {
    PlayedContainer container = containers.get(id);
    return container == null ? null : container.inspected();
  }

  /** The containers that exist, as they are now. */
  synchronized Map<String, JsonObject> truth() {
    Map<String, JsonObject> truth = new LinkedHashMap<>();
    containers.forEach((id, one) -> truth.put(id, one.inspected()));
    return truth;
  }

  /** How the runs of each container that ever was here ended, in order. */
  synchronized Map<String, List<End>> ends() {
    Map<String, List<End>> copy = new LinkedHashMap<>();
    ends.forEach((id, list) -> copy.put(id, List.copyOf(list)));
    return copy;
  }

  /** Ids of running containers, the oldest first. */
  synchronized List<String> running() {
    return containers.values().stream()
        .filter(container -> container.state.equals("running"))
        .map(container -> container.id)
        .toList();
  }

  /** Ids of ended containers. */
  synchronized List<String> ended() {
    return containers.values().stream()
        .filter(container -> container.state.equals("exited"))
        .map(container -> container.id)
        .toList();
  }

  synchronized void run(String id, String name, Map<String, String> labels) {
    PlayedContainer container = new PlayedContainer(id, name, labels, clock.now());
    containers.put(id, container);
    ends.put(id, new ArrayList<>());
    engine.happened("create", container, new JsonObject());
    begin(container);
  }

  /** As {@code docker start}. */
  synchronized void start(String id) {
    begin(containers.get(id));
  }

  /** It ends by itself. */
  synchronized void end(String id, int exitCode, boolean oom) {
    die(containers.get(id), exitCode, oom, false, "exited");
  }

  /** It ends by itself, and its restart policy is about to start it again. */
  synchronized void fail(String id, int exitCode, boolean oom) {
    die(containers.get(id), exitCode, oom, false, "restarting");
  }

  /** The restart policy starts it again. */
  synchronized void restart(String id) {
    PlayedContainer container = containers.get(id);
    container.restarts++;
    begin(container);
  }

  /** As {@code docker stop}. */
  synchronized void stop(String id) {
    PlayedContainer container = containers.get(id);
    engine.happened("kill", container, attribute("signal", "15"));
    die(container, 143, false, true, "exited");
    engine.happened("stop", container, new JsonObject());
  }

  synchronized void pause(String id, boolean pause) {
    PlayedContainer container = containers.get(id);
    container.state = pause ? "paused" : "running";
    engine.happened(pause ? "pause" : "unpause", container, new JsonObject());
  }

  /** As {@code docker rm -f}. */
  synchronized void remove(String id) {
    PlayedContainer container = containers.get(id);
    if (container.isRunning()) {
      engine.happened("kill", container, attribute("signal", "9"));
      die(container, 137, false, true, "exited");
    }
    containers.remove(id);
    engine.happened("destroy", container, new JsonObject());
  }

  private void begin(PlayedContainer container) {
    container.state = "running";
    container.started = clock.now();
    container.exitCode = 0;
    container.oomKilled = false;
    engine.happened("start", container, new JsonObject());
  }

  private void die(
      PlayedContainer container, int exitCode, boolean oom, boolean asked, String state) {
    if (oom) {
      engine.happened("oom", container, new JsonObject());
    }
    container.state = state;
    container.exitCode = exitCode;
    container.oomKilled = oom;
    container.finished = clock.now();
    ends.get(container.id).add(new End(exitCode, oom, asked));
    engine.happened("die", container, attribute("exitCode", String.valueOf(exitCode)));
  }

  private static JsonObject attribute(String name, String value) {
    JsonObject json = new JsonObject();
    json.addProperty(name, value);
    return json;
  }

  @Override
  public void close() {
    engine.close();
  }
}
