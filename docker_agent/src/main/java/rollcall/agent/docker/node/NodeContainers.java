package rollcall.agent.docker.node;

import com.google.gson.JsonElement;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import rollcall.agent.docker.AnswerTimeout;
import rollcall.agent.docker.Engine;
import rollcall.agent.docker.EngineAnswerException;
import rollcall.agent.docker.EngineSession;
import rollcall.agent.docker.container.ContainerList;
import rollcall.agent.docker.container.ContainerLocator;
import rollcall.agent.docker.container.ContainerReference;
import rollcall.agent.docker.container.EngineStates;
import rollcall.agent.docker.container.NoSuchContainerException;
import rollcall.agent.docker.container.ReportMapper;
import rollcall.agent.docker.json.Fields;
import rollcall.agent.docker.json.UnreadableFields;
import rollcall.agent.docker.usage.Usage;
import rollcall.agent.docker.usage.UsageReader;
import rollcall.agent.metrics.Metrics;
import rollcall.api.Bounds;
import rollcall.api.container.Report;
import rollcall.api.node.NodeReport;
import rollcall.common.Version;

/** Reads the node's containers as reports. */
public final class NodeContainers {
  // An inspection takes milliseconds, unless the engine holds the container's lock.
  private final AnswerTimeout inspectTimeout =
      new AnswerTimeout(Duration.ofSeconds(1), Duration.ofSeconds(8));
  // The rest is reported as last known, and inspected in the next round.
  private static final Duration INSPECT_BUDGET = Duration.ofSeconds(15);
  // A sample waits for the engine's collector, which runs once per second.
  private static final Duration MEASURE_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration MEASURE_BUDGET = Duration.ofSeconds(60);

  private final Engine engine;
  private final Clock clock;
  private final Metrics metrics;
  private final UnreadableFields unreadable;
  private final NodeReader node;
  private final SwarmReader swarm;
  private final UsageReader usageReader = new UsageReader();

  /**
   * Creates a reader for an engine.
   *
   * @param node the node's name; empty for the engine's hostname
   */
  public NodeContainers(Engine engine, Optional<String> node, Clock clock, Metrics metrics) {
    this.engine = engine;
    this.clock = clock;
    this.metrics = metrics;
    this.unreadable = new UnreadableFields(metrics);
    this.node = new NodeReader(engine, node, unreadable);
    this.swarm = new SwarmReader(engine, unreadable);
  }

  /** The node's name; empty until the engine has reported its hostname. */
  public Optional<String> node() {
    return node.name();
  }

  /** Finds this node's container with the given source address. */
  public Optional<Report> findByAddress(InetAddress source) {
    try {
      return engine
          .tryQuery(session -> ContainerLocator.find(session, source), engine.timeout())
          .map(this::measured);
    } catch (EngineAnswerException e) {
      throw engine.refusal(e);
    }
  }

  /** Finds a container by id, unique id prefix or name. */
  public Report find(String key) {
    try {
      return measured(
          engine.query(
              session -> ContainerReference.resolve(ContainerList.read(session, true), key)));
    } catch (EngineAnswerException e) {
      throw engine.refusal(e);
    }
  }

  /** Whether a key refers to this container. */
  public static boolean means(String key, Report report) {
    return ContainerReference.means(key, report.id(), report.name());
  }

  /** Reads and measures all containers of the node, and reads the swarm on a manager. */
  public NodeReport all() {
    measure();
    NodeSnapshot snapshot = list();
    Map<String, Report> reports = new LinkedHashMap<>();
    snapshot.containers().forEach(report -> reports.put(report.id(), report));
    List<Inspection> inspections = inspect(reports);
    for (Inspection inspection : inspections) {
      if (inspection.report() != null) {
        reports.put(inspection.id(), inspection.report());
      } else if (inspection.isGone()) {
        reports.remove(inspection.id());
      }
    }
    long read = inspections.stream().filter(inspection -> inspection.failure() == null).count();
    return report(
        snapshot, List.copyOf(reports.values()), List.of(), null, snapshot.listed() - (int) read);
  }

  /** Creates the report for the server. */
  public NodeReport report(
      NodeSnapshot snapshot,
      List<Report> containers,
      List<Report> departed,
      @Nullable String digest,
      int unread) {
    NodeFacts facts = snapshot.node();
    return NodeReport.builder(clock.instant(), Version.CURRENT)
        .engine(facts.engineVersion(), facts.engineId())
        .address(facts.address())
        .containers(containers, departed)
        .digest(digest)
        .swarm(snapshot.swarm(), facts.swarmNode(), facts.swarmState())
        .listed(snapshot.listed(), unread)
        .build();
  }

  /** Lists the containers, without inspecting them. */
  public NodeSnapshot list() {
    NodeFacts facts = node.read();
    long start = System.nanoTime();
    NodeSnapshot snapshot = engine.query(session -> list(session, facts));
    metrics.listed(System.nanoTime() - start);
    return snapshot;
  }

  private NodeSnapshot list(EngineSession session, NodeFacts facts) {
    Set<String> ids = new HashSet<>();
    List<Report> running = new ArrayList<>();
    List<Report> others = new ArrayList<>();
    int[] listed = {0};
    ContainerList.read(
        session,
        true,
        unreadable,
        entry -> {
          @Nullable String id = ContainerList.id(entry);
          if (id == null) {
            entry.markUnreadable("Id");
            listed[0]++;
          } else if (ids.add(id)) {
            listed[0]++;
            Report report = ReportMapper.listed(entry, id, facts.name(), clock.instant());
            List<Report> list = EngineStates.isMeasurable(report.state()) ? running : others;
            if (list.size() < Bounds.CONTAINERS) {
              list.add(report);
            }
          }
        });
    running.addAll(others.subList(0, Math.min(others.size(), Bounds.CONTAINERS - running.size())));
    return new NodeSnapshot(facts, swarm.read(facts), ids, List.copyOf(running), listed[0]);
  }

  /**
   * Inspects containers, with their last measured usage. Those that time out are omitted.
   *
   * @param known the last report of each by id; null for a new container
   */
  public List<Inspection> inspect(Map<String, @Nullable Report> known) {
    AtomicLong slowest = new AtomicLong();
    List<Inspection> inspections =
        engine
            .queryAll(
                known.entrySet().stream()
                    .map(entry -> inspection(entry.getKey(), entry.getValue(), slowest))
                    .toList(),
                inspectTimeout.limit(),
                INSPECT_BUDGET)
            .stream()
            .flatMap(Optional::stream)
            .toList();
    if (!inspections.isEmpty()) {
      inspectTimeout.answered(Duration.ofNanos(slowest.get()));
    } else if (!known.isEmpty()) {
      inspectTimeout.timedOut();
    }
    return inspections;
  }

  /** Measures the usage of all running containers, which may take one or two seconds. */
  public void measure() {
    Set<String> running = new LinkedHashSet<>();
    engine.query(
        session -> {
          ContainerList.read(session, false, unreadable, entry -> add(running, entry));
          return running;
        });
    usageReader.retain(running);
    List<String> unmeasured = running.stream().filter(id -> !usageReader.hasSample(id)).toList();
    if (!unmeasured.isEmpty()) {
      engine.queryAllConcurrently(
          unmeasured.stream().map(this::firstSample).toList(), MEASURE_TIMEOUT, MEASURE_BUDGET);
      UsageReader.pause();
    }
    engine.queryAllConcurrently(
        running.stream().map(this::measurement).toList(), MEASURE_TIMEOUT, MEASURE_BUDGET);
  }

  private static void add(Set<String> running, Fields entry) {
    @Nullable String id = ContainerList.id(entry);
    @Nullable String state = entry.text("State");
    if (id != null
        && running.size() < Bounds.CONTAINERS
        && state != null
        && EngineStates.isMeasurable(EngineStates.state(state))) {
      running.add(id);
    }
  }

  private Function<EngineSession, Optional<String>> firstSample(String id) {
    return session -> {
      usageReader.prime(session, id);
      return Optional.of(id);
    };
  }

  private Function<EngineSession, Optional<Usage>> measurement(String id) {
    return session -> Optional.of(usageReader.measure(session, id));
  }

  private Function<EngineSession, Optional<Inspection>> inspection(
      String id, @Nullable Report known, AtomicLong slowest) {
    return session -> {
      long start = System.nanoTime();
      try {
        Fields container = inspect(session, id);
        slowest.accumulateAndGet(System.nanoTime() - start, Math::max);
        return Optional.of(
            new Inspection(id, report(container, id, known, usageReader.last(id)), null));
      } catch (NoSuchContainerException e) {
        return Optional.of(new Inspection(id, null, null));
      } catch (RuntimeException e) {
        // One failing container must not hide the others. Cancelled ones have no result.
        return Thread.currentThread().isInterrupted()
            ? Optional.empty()
            : Optional.of(
                new Inspection(id, null, Objects.requireNonNullElse(e.getMessage(), e.toString())));
      }
    };
  }

  private Report measured(Fields listed) {
    String id = String.valueOf(ContainerList.id(listed));
    Report known = ReportMapper.listed(listed, id, name(), clock.instant());
    return engine.tryQuery(
        session -> {
          Fields container = inspect(session, id);
          boolean runs =
              EngineStates.isMeasurable(report(container, id, known, Usage.NONE).state());
          return report(container, id, known, runs ? usageReader.measure(session, id) : Usage.NONE);
        },
        engine.timeout());
  }

  private Fields inspect(EngineSession session, String id) {
    long start = System.nanoTime();
    try {
      JsonElement answer = session.get("/containers/" + id + "/json");
      if (!answer.isJsonObject()) {
        throw new EngineAnswerException(200, "its response to an inspection is not an object");
      }
      return Fields.of(answer, "inspect", unreadable);
    } catch (EngineAnswerException e) {
      if (e.meansNoSuchContainer()) {
        throw new NoSuchContainerException("The container " + id + " has just been removed.");
      }
      throw e;
    } finally {
      metrics.inspected(System.nanoTime() - start);
    }
  }

  private Report report(Fields container, String id, @Nullable Report known, Usage usage) {
    return ReportMapper.inspected(container, id, known, name(), clock.instant(), usage);
  }

  private String name() {
    return node.name().orElseGet(() -> node.read().name());
  }
}
