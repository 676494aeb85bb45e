package rollcall.agent.docker;

import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.Info;
import java.net.InetAddress;
import java.time.Clock;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rollcall.api.Bounds;
import rollcall.api.NodeReport;
import rollcall.api.Report;
import rollcall.api.Version;

/** The containers of this node, as reports. */
public final class NodeContainers {
  private static final Logger LOG = LoggerFactory.getLogger(NodeContainers.class);
  private static final Set<String> MEASURABLE = Set.of("running", "paused");

  private final Engine engine;
  private final Optional<String> node;
  private final Clock clock;
  private final Set<String> leftOut = ConcurrentHashMap.newKeySet();
  private final UsageMeter meter = new UsageMeter();

  /**
   * Containers of an engine.
   *
   * @param node the node's name; empty for the engine's hostname
   */
  public NodeContainers(Engine engine, Optional<String> node, Clock clock) {
    this.engine = engine;
    this.node = node;
    this.clock = clock;
  }

  /** The node's name; empty until the engine told its hostname. */
  public Optional<String> node() {
    return node.or(engine::hostname);
  }

  /** The container that connects from this address, if it is one of this node's. */
  public Optional<Report> asker(InetAddress source) {
    return engine.ask(session -> Asker.id(session.docker(), source).map(id -> report(session, id)));
  }

  /** The container that the key means: an id, a unique id prefix or a name. */
  public Report one(String key) {
    return engine.ask(
        session ->
            report(
                session,
                ContainerKey.resolve(
                    session.docker().listContainersCmd().withShowAll(true).exec(), key)));
  }

  /** Whether a key means just this container. */
  public static boolean means(String key, Report report) {
    return ContainerKey.means(key, report.id(), report.name());
  }

  /** All containers of the node, running ones first, and the swarm if this node manages it. */
  public NodeReport all() {
    List<Container> listed = list();
    leftOut.retainAll(listed.stream().map(Container::getId).toList());
    Info info = engine.ask(session -> session.docker().infoCmd().exec());
    prime(listed);
    List<Report> reports =
        engine
            .askAll(listed.stream().map(container -> question(container.getId())).toList())
            .stream()
            .flatMap(Optional::stream)
            .toList();
    return new NodeReport(
        clock.instant(),
        Version.CURRENT,
        info.getServerVersion(),
        SwarmReader.address(info.getSwarm()),
        reports,
        List.of(),
        null,
        engine.ask(session -> Optional.ofNullable(swarm(session, info))).orElse(null));
  }

  private static rollcall.api.@Nullable SwarmView swarm(EngineSession session, Info info) {
    return SwarmReader.read(session.docker(), info.getSwarm());
  }

  private List<Container> list() {
    return engine
        .ask(session -> session.docker().listContainersCmd().withShowAll(true).exec())
        .stream()
        .sorted(Comparator.comparing(container -> !measurable(container)))
        .limit(Bounds.CONTAINERS)
        .toList();
  }

  private void prime(List<Container> listed) {
    Set<String> running = new HashSet<>();
    listed.stream().filter(NodeContainers::measurable).forEach(c -> running.add(c.getId()));
    meter.retain(running);
    List<Function<EngineSession, String>> firsts =
        running.stream().filter(id -> !meter.knows(id)).map(this::first).toList();
    if (!firsts.isEmpty()) {
      engine.askAll(firsts);
      UsageMeter.pause();
    }
  }

  private Function<EngineSession, String> first(String id) {
    return session -> {
      meter.prime(session, id);
      return id;
    };
  }

  /** Empty for a container that went away since it was listed. */
  private Function<EngineSession, Optional<Report>> question(String id) {
    return session -> {
      try {
        return Optional.of(report(session, id));
      } catch (NoSuchContainerException e) {
        return Optional.empty();
      } catch (RuntimeException e) {
        if (ConnectionLoss.in(e).isPresent()) {
          throw e;
        }
        // One broken or strange container must not hide the others.
        if (leftOut.add(id)) {
          LOG.warn("Container {} is left out of the list: {}", id, e.toString());
        }
        return Optional.empty();
      }
    };
  }

  private Report report(EngineSession session, String id) {
    InspectContainerResponse container;
    try {
      container = session.docker().inspectContainerCmd(id).exec();
    } catch (NotFoundException e) {
      throw new NoSuchContainerException("The container " + id + " was removed just now.");
    }
    Usage usage =
        MEASURABLE.contains(Objects.toString(container.getState().getStatus()))
            ? meter.measure(session, id)
            : Usage.NONE;
    return ReportMapper.map(container, node.orElse(session.hostname()), clock.instant(), usage);
  }

  private static boolean measurable(Container container) {
    return MEASURABLE.contains(Objects.toString(container.getState()));
  }
}
