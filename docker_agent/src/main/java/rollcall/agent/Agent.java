package rollcall.agent;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rollcall.agent.announcer.Announcer;
import rollcall.agent.announcer.Destination;
import rollcall.agent.announcer.EventDebouncer;
import rollcall.agent.announcer.ServerClock;
import rollcall.agent.docker.Engine;
import rollcall.agent.docker.event.DockerEventStream;
import rollcall.agent.docker.node.NodeContainers;
import rollcall.agent.http.InfoServer;
import rollcall.agent.metrics.Metrics;
import rollcall.agent.retry.Sleeper;
import rollcall.agent.roster.NodeRoster;
import rollcall.agent.roster.UsageSamplingLoop;
import rollcall.attestation.Signer;
import rollcall.common.Version;
import rollcall.common.VitalThread;

/** A running agent; creates and connects its components. */
final class Agent implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Agent.class);
  private static final Duration ENGINE_TIMEOUT = Duration.ofSeconds(10);

  private final Engine engine;
  private final InfoServer server;
  private final Announcer announcer;
  private final List<Thread> threads;

  private Agent(Engine engine, InfoServer server, Announcer announcer, List<Thread> threads) {
    this.engine = engine;
    this.server = server;
    this.announcer = announcer;
    this.threads = threads;
  }

  /** Starts an agent, which listens before it connects to the engine: that may not run yet. */
  static Agent start(Config settings, Clock clock) throws IOException {
    Metrics metrics = new Metrics(System::nanoTime);
    Engine engine = new Engine(settings.dockerHost(), ENGINE_TIMEOUT);
    NodeContainers containers = new NodeContainers(engine, settings.node(), clock, metrics);
    ServerClock serverTime = new ServerClock(clock);
    Optional<Signer> signer = settings.key().map(key -> new Signer(key, serverTime));
    EventDebouncer debouncer = new EventDebouncer();
    Announcer announcer =
        new Announcer(
            new NodeRoster(containers, metrics),
            // Called only after a successful sync, so the node has a name.
            () -> containers.node().orElseThrow(),
            new Destination(settings.server(), settings.trust(), signer, serverTime),
            settings.interval(),
            System::nanoTime,
            debouncer,
            metrics);
    List<Thread> threads =
        List.of(
            VitalThread.thread("announcer", announcer),
            VitalThread.thread(
                "events",
                new DockerEventStream(
                    engine,
                    debouncer::onEvent,
                    debouncer::requestFullSync,
                    clock,
                    Sleeper.THREAD,
                    metrics)),
            VitalThread.thread(
                "sampler",
                new UsageSamplingLoop(
                    containers, debouncer::requestFullSync, settings.interval(), Sleeper.THREAD)));
    InfoServer server = InfoServer.start(settings.http(), containers, engine, signer, metrics);
    Agent agent = new Agent(engine, server, announcer, threads);
    LOG.info("Settings: {}.", settings);
    LOG.info(
        "Rollcall agent {} listens on {}:{} for node {} and reports to {}.",
        Version.CURRENT,
        settings.http().bind(),
        agent.address().getPort(),
        settings.node().orElse("(the engine's hostname)"),
        settings.server());
    threads.forEach(Thread::start);
    return agent;
  }

  InetSocketAddress address() {
    return server.address();
  }

  @Override
  public void close() {
    // Interrupted threads end; close sends the announcer's last message.
    threads.forEach(Thread::interrupt);
    announcer.close();
    server.close();
    engine.close();
  }
}
