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
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  // Limits of a report.
  private static final int MAX_ENTRIES = 1000;
  private static final int MAX_TEXT_LENGTH = 16;

  private final Engine engine;
  private final Consumer<String> unreadable;
  private final WarnOnce warning = new WarnOnce(System::nanoTime);

  SwarmReader(Engine engine, Consumer<String> unreadable) {
    this.engine = engine;
    this.unreadable = unreadable;
  }

  /** Reads the swarm; absent if this node is no manager, or without a quorum of managers. */
  @Nullable SwarmSnapshot read(NodeFacts node) {
    if (!node.manager()) {
      return null;
    }
    try {
      SwarmSnapshot snapshot =
          new SwarmSnapshot(
              all("/nodes", "nodes", this::member), all("/services", "services", this::service));
      warning.reset();
      return snapshot;
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

  private <T> List<T> all(String path, String where, Function<Fields, Optional<T>> parser) {
    JsonElement answer = engine.tryQuery(session -> session.get(path), TIMEOUT);
    if (!answer.isJsonArray()) {
      throw new EngineAnswerException(200, "its response to GET " + path + " is not a list");
    }
    return StreamSupport.stream(answer.getAsJsonArray().spliterator(), false)
        .map(element -> parser.apply(Fields.of(element, where, unreadable)))
        .flatMap(Optional::stream)
        .limit(MAX_ENTRIES)
        .toList();
  }

  private Optional<SwarmSnapshot.Member> member(Fields node) {
    @Nullable String id = node.textWithin("ID", Bounds.ID);
    @Nullable String hostname = node.object("Description").text("Hostname", Bounds.NAME);
    if (id == null && hostname == null) {
      node.markUnreadable("ID");
      return Optional.empty();
    }
    Fields spec = node.object("Spec");
    Fields status = node.object("Status");
    return Optional.of(
        new SwarmSnapshot.Member(
            hostname == null ? String.valueOf(id) : hostname,
            address(status, node.object("ManagerStatus")),
            text(spec, "Role"),
            text(spec, "Availability"),
            text(status, "State"),
            id));
  }

  /** A manager's own status has the address 0.0.0.0 if it was not advertised explicitly. */
  private static @Nullable String address(Fields status, Fields manager) {
    @Nullable String address = status.textWithin("Addr", 64);
    @Nullable String managers = manager.textWithin("Addr", 80);
    if ("0.0.0.0".equals(address) && managers != null) {
      String host = managers.replaceFirst(":\\d+$", "");
      return host.isBlank() || host.length() > 64 ? null : host;
    }
    return address;
  }

  private Optional<SwarmSnapshot.Service> service(Fields service) {
    Fields spec = service.object("Spec");
    @Nullable String name = spec.text("Name", Bounds.NAME);
    @Nullable String label = name == null ? service.text("ID", Bounds.NAME) : name;
    if (label == null) {
      service.markUnreadable("ID");
      return Optional.empty();
    }
    Fields mode = spec.object("Mode");
    if (mode.has("Replicated")) {
      return Optional.of(
          new SwarmSnapshot.Service(
              label,
              "replicated",
              mode.object("Replicated").number("Replicas", 0, Integer.MAX_VALUE)));
    }
    return Optional.of(new SwarmSnapshot.Service(label, mode(mode), null));
  }

  private static String mode(Fields mode) {
    if (mode.has("Global")) {
      return "global";
    }
    return mode.has("ReplicatedJob")
        ? "replicated-job"
        : mode.has("GlobalJob") ? "global-job" : "unknown";
  }

  private static String text(Fields fields, String name) {
    @Nullable String text = fields.text(name, MAX_TEXT_LENGTH);
    return text == null ? "unknown" : text;
  }
}
