package rollcall.agent.docker;

import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.Info;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rollcall.agent.metrics.Metrics;
import rollcall.api.Bounds;
import rollcall.api.NodeReport;
import rollcall.api.Report;
import rollcall.api.Version;

/** The containers of this node, as reports. */
public final class NodeContainers {
  private static final Logger LOG = LoggerFactory.getLogger(NodeContainers.class);
  private static final Set<String> MEASURABLE = Set.of("running", "paused");

  // An inspection takes milliseconds, unless something in the engine holds the container's lock.
  private static final Duration PATIENCE = Duration.ofSeconds(1);
  // A sample waits for the engine's collector, which comes by once a second.
  private static final Duration PATIENCE_TO_MEASURE = Duration.ofSeconds(5);

  private final Engine engine;
  private final Optional<String> node;
  private final Clock clock;
  private final Metrics metrics;
  private final Set<String> leftOut = ConcurrentHashMap.newKeySet();
  private final UsageMeter meter = new UsageMeter();

  /**
   * Containers of an engine.
   *
   * @param node the node's name; empty for the engine's hostname
   */
  public NodeContainers(Engine engine, Optional<String> node, Clock clock, Metrics metrics) {
    this.engine = engine;
    this.node = node;
    this.clock = clock;
    this.metrics = metrics;
  }

  /** The node's name; empty until the engine told its hostname. */
  public Optional<String> node() {
    return node.or(engine::hostname);
  }

  /** The container that connects from this address, if it is one of this node's. */
  public Optional<Report> asker(InetAddress source) {
    return engine.ask(
        session -> Asker.id(session.docker(), source).map(id -> measured(session, id)));
  }

  /** The container that the key means: an id, a unique id prefix or a name. */
  public Report one(String key) {
    return engine.ask(session -> measured(session, ContainerKey.resolve(list(session, true), key)));
  }

  /** Whether a key means just this container. */
  public static boolean means(String key, Report report) {
    return ContainerKey.means(key, report.id(), report.name());
  }

  /** All containers of the node, measured now, and the swarm if this node manages it. */
  public NodeReport all() {
    measure();
    Listing listing = listing();
    return new NodeReport(
        clock.instant(),
        Version.CURRENT,
        listing.engineVersion(),
        listing.address(),
        inspect(listing.ids().stream().limit(Bounds.CONTAINERS).toList()).stream()
            .flatMap(look -> Optional.ofNullable(look.report()).stream())
            .toList(),
        List.of(),
        null,
        listing.swarm());
  }

  /** Which containers there are: quick, for none of them is looked at. */
  public Listing listing() {
    long start = System.nanoTime();
    List<String> ids =
        engine.ask(session -> list(session, true)).stream()
            .sorted(Comparator.comparing(container -> !measurable(container)))
            .map(Container::getId)
            .toList();
    metrics.listed(System.nanoTime() - start);
    leftOut.retainAll(ids);
    return engine.ask(
        session -> {
          Info info = session.docker().infoCmd().exec();
          return new Listing(
              node.orElse(session.hostname()),
              info.getServerVersion(),
              SwarmReader.address(info.getSwarm()),
              SwarmReader.read(session.docker(), info.getSwarm()),
              ids);
        });
  }

  /**
   * Looks at these containers; what they use is what was measured last. One that gives no answer in
   * time is left out.
   */
  public List<Look> inspect(Collection<String> ids) {
    return engine.askAll(ids.stream().map(this::look).toList(), PATIENCE).stream()
        .flatMap(Optional::stream)
        .toList();
  }

  /** Measures what the running containers use; this may take a second or two. */
  public void measure() {
    Set<String> running = new HashSet<>();
    engine.ask(session -> list(session, false)).stream()
        .filter(NodeContainers::measurable)
        .limit(Bounds.CONTAINERS)
        .forEach(container -> running.add(container.getId()));
    meter.retain(running);
    List<String> firsts = running.stream().filter(id -> !meter.knows(id)).toList();
    if (!firsts.isEmpty()) {
      engine.askAllAtOnce(firsts.stream().map(this::first).toList(), PATIENCE_TO_MEASURE);
      UsageMeter.pause();
    }
    engine.askAllAtOnce(running.stream().map(this::measurement).toList(), PATIENCE_TO_MEASURE);
  }

  private Function<EngineSession, Optional<String>> first(String id) {
    return session -> {
      meter.prime(session, id);
      return Optional.of(id);
    };
  }

  private Function<EngineSession, Optional<Usage>> measurement(String id) {
    return session -> Optional.of(meter.measure(session, id));
  }

  private Function<EngineSession, Optional<Look>> look(String id) {
    return session -> {
      try {
        InspectContainerResponse container = inspect(session, id);
        Usage usage = measurable(container) ? meter.last(id) : Usage.NONE;
        return Optional.of(new Look(id, report(session, container, usage)));
      } catch (NoSuchContainerException e) {
        return Optional.of(new Look(id, null));
      } catch (RuntimeException e) {
        if (ConnectionLoss.in(e).isPresent() || Thread.currentThread().isInterrupted()) {
          throw e; // lost, or given up for its silence
        }
        // One broken or strange container must not hide the others.
        if (leftOut.add(id)) {
          LOG.warn("Container {} is left out of the list: {}", id, e.toString());
        }
        return Optional.empty();
      }
    };
  }

  private Report measured(EngineSession session, String id) {
    InspectContainerResponse container = inspect(session, id);
    Usage usage = measurable(container) ? meter.measure(session, id) : Usage.NONE;
    return report(session, container, usage);
  }

  private InspectContainerResponse inspect(EngineSession session, String id) {
    long start = System.nanoTime();
    try {
      return session.docker().inspectContainerCmd(id).exec();
    } catch (NotFoundException e) {
      throw new NoSuchContainerException("The container " + id + " was removed just now.");
    } finally {
      metrics.inspected(System.nanoTime() - start);
    }
  }

  private Report report(EngineSession session, InspectContainerResponse container, Usage usage) {
    return ReportMapper.map(container, node.orElse(session.hostname()), clock.instant(), usage);
  }

  private static List<Container> list(EngineSession session, boolean stoppedToo) {
    return session.docker().listContainersCmd().withShowAll(stoppedToo).exec();
  }

  private static boolean measurable(Container container) {
    return MEASURABLE.contains(Objects.toString(container.getState()));
  }

  private static boolean measurable(InspectContainerResponse container) {
    return MEASURABLE.contains(Objects.toString(container.getState().getStatus()));
  }
}
