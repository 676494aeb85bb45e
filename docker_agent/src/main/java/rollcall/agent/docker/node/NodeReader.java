package rollcall.agent.docker.node;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rollcall.agent.docker.Engine;
import rollcall.agent.docker.EngineAnswerException;
import rollcall.agent.docker.EngineUnavailableException;
import rollcall.agent.docker.json.Fields;
import rollcall.agent.docker.json.Labels;
import rollcall.agent.retry.WarnOnce;
import rollcall.api.Bounds;

/**
 * Reads an engine's description of itself. If the engine refuses or hangs, the last description is
 * used; without one, after a minute, the node gets the hostname of the machine that the agent runs
 * on.
 */
final class NodeReader {
  private static final Logger LOG = LoggerFactory.getLogger(NodeReader.class);
  private static final Duration TIMEOUT = Duration.ofSeconds(3);
  private static final long BACKOFF_NANOS = TimeUnit.SECONDS.toNanos(30);

  private final Engine engine;
  private final Optional<String> name;
  private final Consumer<String> unreadable;
  private volatile @Nullable NodeFacts last;
  private volatile @Nullable Long failedSince;
  private @Nullable String engineId;
  private boolean logged;
  private final WarnOnce warning = new WarnOnce(System::nanoTime);

  NodeReader(Engine engine, Optional<String> name, Consumer<String> unreadable) {
    this.engine = engine;
    this.name = name;
    this.unreadable = unreadable;
  }

  /** The node's name; empty until the first read. */
  Optional<String> name() {
    return name.or(() -> Optional.ofNullable(last).map(NodeFacts::name));
  }

  /** Returns the engine's current description, or the last one. */
  synchronized NodeFacts read() {
    Long failed = failedSince;
    NodeFacts previous = last;
    if (failed != null && previous != null && System.nanoTime() - failed < BACKOFF_NANOS) {
      return previous;
    }
    try {
      NodeFacts now = info();
      @Nullable String idBefore = engineId == null ? info().engineId() : engineId;
      engineId = now.engineId();
      NodeFacts facts = Objects.equals(idBefore, engineId) ? now : now.withoutEngineId();
      if (!logged) {
        logged = true;
        @Nullable String id = facts.engineId();
        LOG.info(
            "Node name: {}, {}.", facts.name(), id == null ? "no engine id" : "engine id " + id);
      }
      last = facts;
      failedSince = null;
      warning.reset();
      return facts;
    } catch (EngineAnswerException | EngineUnavailableException e) {
      if (previous == null && !engine.isConnected()) {
        throw e; // the engine is unavailable
      }
      failedSince = System.nanoTime();
      if (engine.isConnected()) { // else Engine logs it
        warn(e, previous);
      }
      NodeFacts unknown =
          previous == null ? NodeFacts.unknown(name.orElseGet(this::ownName)) : previous;
      last = unknown;
      return unknown;
    }
  }

  private NodeFacts info() {
    // The first response may take longer: with another name and without an id, the server would
    // take
    // this for another node.
    Duration limit = last == null ? engine.maxTimeout() : TIMEOUT;
    Fields info =
        Fields.of(engine.tryQuery(session -> session.get("/info"), limit), "info", unreadable);
    @Nullable String hostname = info.text("Name", Bounds.NAME);
    return NodeFacts.read(info, name.orElseGet(() -> hostname == null ? ownName() : hostname));
  }

  private String ownName() {
    try {
      return Labels.text(InetAddress.getLocalHost().getHostName(), Bounds.NAME);
    } catch (UnknownHostException e) {
      return "unknown";
    }
  }

  private void warn(RuntimeException why, @Nullable NodeFacts previous) {
    if (warning.isDue()) {
      LOG.warn(
          "The Docker engine does not respond to GET /info: {}. Until then, node {} is reported"
              + " {}.",
          String.valueOf(why.getMessage()).replaceFirst("\\.$", ""),
          name().orElseGet(this::ownName),
          previous == null
              ? "with this name, without its engine's id, version and swarm role"
              : "as last described");
    }
  }
}
