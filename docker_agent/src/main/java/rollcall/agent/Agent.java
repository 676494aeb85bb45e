package rollcall.agent;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rollcall.agent.announcer.Announcer;
import rollcall.agent.announcer.Sleeper;
import rollcall.agent.docker.Engine;
import rollcall.agent.docker.NodeContainers;
import rollcall.agent.http.InfoServer;
import rollcall.api.NodeReport;
import rollcall.api.Version;

/** A running agent: where its parts are put together. */
final class Agent implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Agent.class);
  private static final Duration ENGINE_TIMEOUT = Duration.ofSeconds(10);

  private final Engine engine;
  private final InfoServer server;
  private final Announcer announcer;
  private final Thread announcing;

  private Agent(Engine engine, InfoServer server, Announcer announcer) {
    this.engine = engine;
    this.server = server;
    this.announcer = announcer;
    this.announcing = new Thread(announcer, "announcer");
  }

  /** Listens once all parts stand, and looks for the engine then: it may be long in coming. */
  static Agent start(Settings settings) throws IOException {
    Clock clock = Clock.systemUTC();
    Engine engine = new Engine(settings.dockerHost(), ENGINE_TIMEOUT);
    NodeContainers containers = new NodeContainers(engine, settings.node(), clock);
    Announcer announcer =
        new Announcer(
            () -> announcement(containers),
            settings.server(),
            settings.every(),
            clock,
            Sleeper.THREAD);
    InfoServer server = InfoServer.start(settings.address(), containers, engine, settings.token());
    Agent agent = new Agent(engine, server, announcer);
    LOG.info("Settings: {}.", settings);
    LOG.info(
        "Rollcall agent {} listens on {}:{} for node {} and reports to {}.",
        Version.CURRENT,
        settings.bind(),
        agent.address().getPort(),
        settings.node().orElse("(the engine's hostname)"),
        settings.server());
    agent.announcing.start();
    return agent;
  }

  private static Announcer.Announcement announcement(NodeContainers containers) {
    NodeReport report = containers.all();
    // The engine has answered, so the node has a name.
    return new Announcer.Announcement(containers.node().orElseThrow(), report);
  }

  InetSocketAddress address() {
    return server.address();
  }

  @Override
  public void close() {
    announcer.close();
    announcing.interrupt();
    server.close();
    engine.close();
  }
}
