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
  private static final Duration LIMIT = Duration.ofSeconds(3);
  private static final long PEACE = TimeUnit.SECONDS.toNanos(30);

  private final Engine engine;
  private final Optional<String> name;
  private final Consumer<String> unreadable;
  private volatile @Nullable NodeFacts last;
  private volatile @Nullable Long silentSince;
  private @Nullable String engineId;
  private boolean greeted;
  private final WarnOnce warning = new WarnOnce(System::nanoTime);

  NodeReader(Engine engine, Optional<String> name, Consumer<String> unreadable) {
    this.engine = engine;
    this.name = name;
    this.unreadable = unreadable;
  }

  /** The node's name; empty until the engine was asked for the first time. */
  Optional<String> name() {
    return name.or(() -> Optional.ofNullable(last).map(NodeFacts::name));
  }

  /** What the engine tells now, or told last. */
  synchronized NodeFacts ask() {
    Long since = silentSince;
    NodeFacts before = last;
    if (since != null && before != null && System.nanoTime() - since < PEACE) {
      return before;
    }
    try {
      NodeFacts now = info();
      @Nullable String idBefore = engineId == null ? info().engineId() : engineId;
      engineId = now.engineId();
      NodeFacts told = Objects.equals(idBefore, engineId) ? now : now.withoutEngineId();
      if (!greeted) {
        greeted = true;
        @Nullable String id = told.engineId();
        LOG.info(
            "This is node {}, {}.", told.name(), id == null ? "without an id" : "engine " + id);
      }
      last = told;
      silentSince = null;
      warning.over();
      return told;
    } catch (EngineAnswerException | EngineUnavailableException e) {
      if (before == null && !engine.isThere()) {
        throw e; // nothing else can be asked either
      }
      silentSince = System.nanoTime();
      if (engine.isThere()) { // one that is away says so itself
        complain(e, before);
      }
      NodeFacts unknown =
          before == null ? NodeFacts.unknown(name.orElseGet(this::ownName)) : before;
      last = unknown;
      return unknown;
    }
  }

  private NodeFacts info() {
    // Before the first answer it is waited for: by another name, and without its id, this would be
    // another node.
    Duration limit = last == null ? engine.longest() : LIMIT;
    Fields info =
        Fields.of(engine.askAside(session -> session.get("/info"), limit), "info", unreadable);
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

  private void complain(RuntimeException why, @Nullable NodeFacts before) {
    if (warning.isDue()) {
      LOG.warn(
          "The Docker engine does not answer GET /info: {}. Node {} is reported {} until it does.",
          String.valueOf(why.getMessage()).replaceFirst("\\.$", ""),
          name().orElseGet(this::ownName),
          before == null
              ? "by that name, without the engine's id and version and its part in a swarm,"
              : "as the engine described it last");
    }
  }
}
