package rollcall.agent.docker;

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
import rollcall.agent.metrics.Metrics;
import rollcall.api.Bounds;
import rollcall.api.NodeReport;
import rollcall.api.Report;
import rollcall.api.Version;

/** The containers of this node, as reports. */
public final class NodeContainers {
  // An inspection takes milliseconds, unless something in the engine holds the container's lock.
  private final Patience patience = new Patience(Duration.ofSeconds(1), Duration.ofSeconds(8));
  // What is not looked at by then is reported as it is known, and looked at next time.
  private static final Duration BUDGET = Duration.ofSeconds(15);
  // A sample waits for the engine's collector, which comes by once a second.
  private static final Duration PATIENCE_TO_MEASURE = Duration.ofSeconds(5);
  private static final Duration BUDGET_TO_MEASURE = Duration.ofSeconds(60);

  private final Engine engine;
  private final Clock clock;
  private final Metrics metrics;
  private final OddFields odd;
  private final NodeReader node;
  private final SwarmReader swarm;
  private final UsageMeter meter = new UsageMeter();

  /**
   * Containers of an engine.
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

  /** The node's name; empty until the engine told its hostname. */
  public Optional<String> node() {
    return node.name();
  }

  /** The container that connects from this address, if it is one of this node's. */
  public Optional<Report> asker(InetAddress source) {
    try {
      return engine
          .askAside(session -> Asker.find(session, source), engine.timeout())
          .map(this::measured);
    } catch (EngineAnswerException e) {
      throw engine.refusal(e);
    }
  }

  /** The container that the key means: an id, a unique id prefix or a name. */
  public Report one(String key) {
    try {
      return measured(
          engine.ask(session -> ContainerKey.resolve(ContainerList.read(session, true), key)));
    } catch (EngineAnswerException e) {
      throw engine.refusal(e);
    }
  }

  /** Whether a key means just this container. */
  public static boolean means(String key, Report report) {
    return ContainerKey.means(key, report.id(), report.name());
  }

  /** All containers of the node, measured now, and the swarm if this node manages it. */
  public NodeReport all() {
    measure();
    Listing listing = listing();
    Map<String, Report> reports = new LinkedHashMap<>();
    listing.containers().forEach(report -> reports.put(report.id(), report));
    List<Look> looks = inspect(reports);
    for (Look look : looks) {
      if (look.report() != null) {
        reports.put(look.id(), look.report());
      } else if (look.isGone()) {
        reports.remove(look.id());
      }
    }
    long read = looks.stream().filter(look -> look.failure() == null).count();
    return report(
        listing, List.copyOf(reports.values()), List.of(), null, listing.listed() - (int) read);
  }

  /** The report that goes to the server. */
  public NodeReport report(
      Listing listing,
      List<Report> containers,
      List<Report> departed,
      @Nullable String digest,
      int unread) {
    NodeFacts facts = listing.node();
    return new NodeReport(
        clock.instant(),
        Version.CURRENT,
        facts.engineVersion(),
        facts.address(),
        containers,
        departed,
        digest,
        listing.swarm(),
        listing.listed(),
        unread,
        facts.engineId(),
        facts.swarmNode(),
        facts.swarmState());
  }

  /** Which containers there are: quick, for none of them is looked at. */
  public Listing listing() {
    NodeFacts facts = node.ask();
    long start = System.nanoTime();
    Listing listing = engine.ask(session -> listing(session, facts));
    metrics.listed(System.nanoTime() - start);
    return listing;
  }

  private Listing listing(EngineSession session, NodeFacts facts) {
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
    return new Listing(facts, swarm.read(facts), ids, List.copyOf(running), listed[0]);
  }

  /**
   * Looks at these containers; what they use is what was measured last. One that gives no answer in
   * time is left out.
   *
   * @param known what is known of each otherwise, by id; nothing for one that was never heard of
   */
  public List<Look> inspect(Map<String, @Nullable Report> known) {
    AtomicLong slowest = new AtomicLong();
    List<Look> looks =
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

  /** Measures what the running containers use; this may take a second or two. */
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
          firsts.stream().map(this::first).toList(), PATIENCE_TO_MEASURE, BUDGET_TO_MEASURE);
      UsageMeter.pause();
    }
    engine.askAllAtOnce(
        running.stream().map(this::measurement).toList(), PATIENCE_TO_MEASURE, BUDGET_TO_MEASURE);
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

  private Function<EngineSession, Optional<Look>> look(
      String id, @Nullable Report known, AtomicLong slowest) {
    return session -> {
      long start = System.nanoTime();
      try {
        Fields container = inspect(session, id);
        slowest.accumulateAndGet(System.nanoTime() - start, Math::max);
        return Optional.of(new Look(id, report(container, id, known, meter.last(id)), null));
      } catch (NoSuchContainerException e) {
        return Optional.of(new Look(id, null, null));
      } catch (RuntimeException e) {
        // One broken or strange container must not hide the others; given up, it is silent.
        return Thread.currentThread().isInterrupted()
            ? Optional.empty()
            : Optional.of(
                new Look(id, null, Objects.requireNonNullElse(e.getMessage(), e.toString())));
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
        throw new EngineAnswerException(200, "its answer to an inspection is no object");
      }
      return Fields.of(answer, "inspect", odd);
    } catch (EngineAnswerException e) {
      if (e.meansNoSuchContainer()) {
        throw new NoSuchContainerException("The container " + id + " was removed just now.");
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
