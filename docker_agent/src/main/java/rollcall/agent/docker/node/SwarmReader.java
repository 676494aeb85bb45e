package rollcall.agent.docker.node;

import com.google.gson.JsonElement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rollcall.agent.docker.Engine;
import rollcall.agent.docker.EngineAnswerException;
import rollcall.agent.docker.EngineUnavailableException;
import rollcall.agent.docker.json.Fields;
import rollcall.agent.retry.WarnOnce;
import rollcall.api.Bounds;
import rollcall.api.node.SwarmSnapshot;

/** Reads the swarm's nodes and services from a manager; unreadable ones do not hide the others. */
final class SwarmReader {
  private static final Logger LOG = LoggerFactory.getLogger(SwarmReader.class);
  private static final Duration LIMIT = Duration.ofSeconds(5);

  // Limits of a report.
  private static final int MAX_ENTRIES = 1000;
  private static final int MAX_WORD_LENGTH = 16;

  private final Engine engine;
  private final Consumer<String> unreadable;
  private final WarnOnce warning = new WarnOnce(System::nanoTime);

  SwarmReader(Engine engine, Consumer<String> unreadable) {
    this.engine = engine;
    this.unreadable = unreadable;
  }

  /**
   * Reads the swarm; absent if this node is no manager, or if the managers have lost their quorum.
   */
  @Nullable SwarmSnapshot read(NodeFacts node) {
    if (!node.manager()) {
      return null;
    }
    try {
      SwarmSnapshot view =
          new SwarmSnapshot(
              all("/nodes", "nodes", this::member), all("/services", "services", this::service));
      warning.over();
      return view;
    } catch (EngineAnswerException | EngineUnavailableException e) {
      // The containers are reported even if the swarm has no leader.
      if (warning.isDue()) {
        LOG.warn(
            "Cannot read the swarm; its nodes and services are reported as last known: {}",
            e.getMessage());
      }
      return null;
    }
  }

  private <T> List<T> all(String path, String where, Function<Fields, Optional<T>> one) {
    JsonElement answer = engine.askAside(session -> session.get(path), LIMIT);
    if (!answer.isJsonArray()) {
      throw new EngineAnswerException(200, "its response to GET " + path + " is not a list");
    }
    return StreamSupport.stream(answer.getAsJsonArray().spliterator(), false)
        .map(element -> one.apply(Fields.of(element, where, unreadable)))
        .flatMap(Optional::stream)
        .limit(MAX_ENTRIES)
        .toList();
  }

  private Optional<SwarmSnapshot.Member> member(Fields node) {
    @Nullable String id = node.whole("ID", Bounds.ID);
    @Nullable String hostname = node.object("Description").text("Hostname", Bounds.NAME);
    if (id == null && hostname == null) {
      node.odd("ID");
      return Optional.empty();
    }
    Fields spec = node.object("Spec");
    Fields status = node.object("Status");
    return Optional.of(
        new SwarmSnapshot.Member(
            hostname == null ? String.valueOf(id) : hostname,
            address(status, node.object("ManagerStatus")),
            word(spec, "Role"),
            word(spec, "Availability"),
            word(status, "State"),
            id));
  }

  /** A manager's own status has the address 0.0.0.0 if it was not advertised explicitly. */
  private static @Nullable String address(Fields status, Fields manager) {
    @Nullable String address = status.whole("Addr", 64);
    @Nullable String managers = manager.whole("Addr", 80);
    if ("0.0.0.0".equals(address) && managers != null) {
      String host = managers.replaceFirst(":\\d+$", "");
      return host.isBlank() || host.length() > 64 ? null : host;
    }
    return address;
  }

  private Optional<SwarmSnapshot.Service> service(Fields service) {
    Fields spec = service.object("Spec");
    @Nullable String name = spec.text("Name", Bounds.NAME);
    @Nullable String called = name == null ? service.text("ID", Bounds.NAME) : name;
    if (called == null) {
      service.odd("ID");
      return Optional.empty();
    }
    Fields mode = spec.object("Mode");
    if (mode.has("Replicated")) {
      return Optional.of(
          new SwarmSnapshot.Service(
              called,
              "replicated",
              mode.object("Replicated").number("Replicas", 0, Integer.MAX_VALUE)));
    }
    return Optional.of(new SwarmSnapshot.Service(called, mode(mode), null));
  }

  private static String mode(Fields mode) {
    if (mode.has("Global")) {
      return "global";
    }
    return mode.has("ReplicatedJob")
        ? "replicated-job"
        : mode.has("GlobalJob") ? "global-job" : "unknown";
  }

  private static String word(Fields fields, String name) {
    @Nullable String word = fields.text(name, MAX_WORD_LENGTH);
    return word == null ? "unknown" : word;
  }
}
