package rollcall.e2e.day;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import rollcall.e2e.program.Link;
import rollcall.e2e.program.Program;
import rollcall.server.TestPostgres;

/**
 * Five hosts with an agent each, two of them clones of one another; two servers on hosts of their
 * own, whose clocks are 40 s apart, on one PostgreSQL behind a line that can be cut; and a receiver
 * of their webhook events.
 */
final class World implements AutoCloseable {
  static final Duration STALE_AFTER = Duration.ofSeconds(20);
  static final int LOOP_STARTS = 5;

  final List<PlayedHost> hosts = new ArrayList<>();
  final List<Program> agents = new ArrayList<>();
  final List<Program> servers = new ArrayList<>();
  final List<HostClock> serverClocks = new ArrayList<>();
  final List<Integer> serverPorts = new ArrayList<>();
  final Receiver receiver = new Receiver();
  final Link database;
  final Link mesh;
  private final TestPostgres postgres = new TestPostgres();

  World(Path folder) throws IOException {
    String url = postgres.newDatabase();
    int port = Integer.parseInt(url.replaceFirst(".*127.0.0.1:(\\d+)/.*", "$1"));
    database = new Link(List.of(port));
    for (int i = 1; i <= 2; i++) {
      HostClock clock = new HostClock(folder, "server" + i);
      clock.set(Duration.ofSeconds(i == 1 ? 0 : 40));
      serverClocks.add(clock);
      serverPorts.add(Program.freePort());
      servers.add(
          clock.program(
              "server",
              folder.resolve("server" + i + ".log"),
              Map.of(
                  "ROLLCALL_PORT",
                  serverPorts.get(i - 1).toString(),
                  "ROLLCALL_DB",
                  url.replace(":" + port + "/", ":" + database.port() + "/"),
                  "ROLLCALL_REPLICA",
                  "server." + i,
                  "ROLLCALL_NODE",
                  "server" + i,
                  "ROLLCALL_DRAIN_TIMEOUT",
                  "0s",
                  "ROLLCALL_STALE_AFTER",
                  STALE_AFTER.toSeconds() + "s",
                  "ROLLCALL_WEBHOOK_URL",
                  receiver.url(),
                  "ROLLCALL_RESTART_LOOP_COUNT",
                  String.valueOf(LOOP_STARTS))));
    }
    mesh = new Link(serverPorts);
    List<String> names = List.of("alpha", "beta", "gamma", "debian", "debian");
    for (int i = 0; i < names.size(); i++) {
      HostClock clock = new HostClock(folder, "host" + i);
      PlayedHost host =
          new PlayedHost(names.get(i), "7F3" + i + ":" + "ABCD:".repeat(10) + "EF01", clock);
      hosts.add(host);
      agents.add(
          clock.program(
              "agent",
              folder.resolve("agent" + i + ".log"),
              Map.of(
                  "ROLLCALL_AGENT_PORT",
                  String.valueOf(Program.freePort()),
                  "ROLLCALL_SERVER",
                  "http://127.0.0.1:" + mesh.port(),
                  "ROLLCALL_REPORT_INTERVAL",
                  "1s",
                  "DOCKER_HOST",
                  host.engine().address())));
    }
  }

  void start() throws IOException, InterruptedException {
    for (Program server : servers) {
      server.start();
    }
    for (int port : serverPorts) {
      Api api = new Api(port);
      Eventually.holds("a server on port " + port, () -> api.status("/healthcheck") == 200);
    }
    for (Program agent : agents) {
      agent.start();
    }
  }

  List<Program> programs() {
    List<Program> all = new ArrayList<>(servers);
    all.addAll(agents);
    return all;
  }

  @Override
  public void close() throws IOException {
    programs().forEach(Program::close);
    hosts.forEach(PlayedHost::close);
    mesh.close();
    database.close();
    receiver.close();
    postgres.close();
  }
}
