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
import rollcall.agent.docker.container.EngineWords;
import rollcall.agent.docker.container.NoSuchContainerException;
import rollcall.agent.docker.container.ReportMapper;
import rollcall.agent.docker.json.Fields;
import rollcall.agent.docker.json.OddFields;
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
  private final AnswerTimeout patience =
      new AnswerTimeout(Duration.ofSeconds(1), Duration.ofSeconds(8));
  // The rest is reported as last known, and inspected in the next round.
  private static final Duration BUDGET = Duration.ofSeconds(15);
  // A sample waits for the engine's collector, which runs once per second.
  private static final Duration MEASURE_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration BUDGET_TO_MEASURE = Duration.ofSeconds(60);

  private final Engine engine;
  private final Clock clock;
  private final Metrics metrics;
  private final OddFields odd;
  private final NodeReader node;
  private final SwarmReader swarm;
  private final UsageReader meter = new UsageReader();

  /**
   * Creates a reader for an engine.
   *
   * @param node the node's name; empty for the engine's hostname
   */
  public NodeContainers(Engine engine, Optional<String> node, Clock clock, Metrics metrics) {
    this.engine = engine;
    this.clock = clock;
    this.metrics = metrics;
    this.odd = new OddFields(metrics);
    this.node = new NodeReader(engine, node, odd);
    this.swarm = new SwarmReader(engine, odd);
  }

  /** The node's name; empty until the engine has reported its hostname. */
  public Optional<String> node() {
    return node.name();
  }

  /** Finds this node's container with the given source address. */
  public Optional<Report> asker(InetAddress source) {
    try {
      return engine
          .askAside(session -> ContainerLocator.find(session, source), engine.timeout())
          .map(this::measured);
    } catch (EngineAnswerException e) {
      throw engine.refusal(e);
    }
  }

  /** Finds a container by id, unique id prefix or name. */
  public Report one(String key) {
    try {
      return measured(
          engine.ask(
              session -> ContainerReference.resolve(ContainerList.read(session, true), key)));
    } catch (EngineAnswerException e) {
      throw engine.refusal(e);
    }
  }

  /** Whether a key refers to this container. */
  public static boolean means(String key, Report report) {
    return ContainerReference.means(key, report.id(), report.name());
  }

  /**
   * Reads all containers of the node, with new measurements, and the swarm if the node is a
   * manager.
   */
  public NodeReport all() {
    measure();
    NodeSnapshot snapshot = listing();
    Map<String, Report> reports = new LinkedHashMap<>();
    snapshot.containers().forEach(report -> reports.put(report.id(), report));
    List<Inspection> looks = inspect(reports);
    for (Inspection inspection : looks) {
      if (inspection.report() != null) {
        reports.put(inspection.id(), inspection.report());
      } else if (inspection.isGone()) {
        reports.remove(inspection.id());
      }
    }
    long read = looks.stream().filter(inspection -> inspection.failure() == null).count();
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
    return new NodeReport(
        clock.instant(),
        Version.CURRENT,
        facts.engineVersion(),
        facts.address(),
        containers,
        departed,
        digest,
        snapshot.swarm(),
        snapshot.listed(),
        unread,
        facts.engineId(),
        facts.swarmNode(),
        facts.swarmState());
  }

  /** Lists the containers, without inspecting them. */
  public NodeSnapshot listing() {
    NodeFacts facts = node.ask();
    long start = System.nanoTime();
    NodeSnapshot snapshot = engine.ask(session -> listing(session, facts));
    metrics.listed(System.nanoTime() - start);
    return snapshot;
  }

  private NodeSnapshot listing(EngineSession session, NodeFacts facts) {
    Set<String> ids = new HashSet<>();
    List<Report> running = new ArrayList<>();
    List<Report> others = new ArrayList<>();
    int[] listed = {0};
    ContainerList.read(
        session,
        true,
        odd,
        entry -> {
          @Nullable String id = ContainerList.id(entry);
          if (id == null) {
            entry.odd("Id");
            listed[0]++;
          } else if (ids.add(id)) {
            listed[0]++;
            Report report = ReportMapper.listed(entry, id, facts.name(), clock.instant());
            List<Report> list = EngineWords.isMeasurable(report.state()) ? running : others;
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
    List<Inspection> looks =
        engine
            .askAll(
                known.entrySet().stream()
                    .map(entry -> look(entry.getKey(), entry.getValue(), slowest))
                    .toList(),
                patience.limit(),
                BUDGET)
            .stream()
            .flatMap(Optional::stream)
            .toList();
    if (!looks.isEmpty()) {
      patience.answered(Duration.ofNanos(slowest.get()));
    } else if (!known.isEmpty()) {
      patience.gaveUp();
    }
    return looks;
  }

  /** Measures the usage of all running containers, which may take one or two seconds. */
  public void measure() {
    Set<String> running = new LinkedHashSet<>();
    engine.ask(
        session -> {
          ContainerList.read(session, false, odd, entry -> add(running, entry));
          return running;
        });
    meter.retain(running);
    List<String> firsts = running.stream().filter(id -> !meter.knows(id)).toList();
    if (!firsts.isEmpty()) {
      engine.askAllAtOnce(
          firsts.stream().map(this::first).toList(), MEASURE_TIMEOUT, BUDGET_TO_MEASURE);
      UsageReader.pause();
    }
    engine.askAllAtOnce(
        running.stream().map(this::measurement).toList(), MEASURE_TIMEOUT, BUDGET_TO_MEASURE);
  }

  private static void add(Set<String> running, Fields entry) {
    @Nullable String id = ContainerList.id(entry);
    @Nullable String state = entry.text("State");
    if (id != null
        && running.size() < Bounds.CONTAINERS
        && state != null
        && EngineWords.isMeasurable(EngineWords.state(state))) {
      running.add(id);
    }
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

  private Function<EngineSession, Optional<Inspection>> look(
      String id, @Nullable Report known, AtomicLong slowest) {
    return session -> {
      long start = System.nanoTime();
      try {
        Fields container = inspect(session, id);
        slowest.accumulateAndGet(System.nanoTime() - start, Math::max);
        return Optional.of(new Inspection(id, report(container, id, known, meter.last(id)), null));
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
    return engine.askAside(
        session -> {
          Fields container = inspect(session, id);
          boolean runs = EngineWords.isMeasurable(report(container, id, known, Usage.NONE).state());
          return report(container, id, known, runs ? meter.measure(session, id) : Usage.NONE);
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
      return Fields.of(answer, "inspect", odd);
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
    return node.name().orElseGet(() -> node.ask().name());
  }
}
