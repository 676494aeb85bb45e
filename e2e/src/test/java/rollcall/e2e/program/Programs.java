package rollcall.e2e.program;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import rollcall.e2e.Command;

/** Servers on one database file, and agents. What is started through it ends with it. */
public final class Programs implements AutoCloseable {
  private final Path folder;
  private final Path database;
  private final List<Program> programs = new ArrayList<>();

  /** Database and logs are in {@code folder}. */
  public Programs(Path folder) {
    this(folder, folder.resolve("rollcall.db"));
  }

  /** Logs are in {@code folder}. */
  public Programs(Path folder, Path database) {
    this.folder = folder;
    this.database = database;
  }

  /** A server that answers. */
  public Server server(String replica) throws InterruptedException {
    return server(replica, Map.of());
  }

  /** The same with settings of its own. */
  public Server server(String replica, Map<String, String> settings) throws InterruptedException {
    int port = Program.freePort();
    Map<String, String> all = new HashMap<>(settings);
    // A test's nodes report when it says so, and a busy machine takes long.
    all.putIfAbsent("ROLLCALL_STALE_AFTER", "10m");
    all.put("ROLLCALL_PORT", String.valueOf(port));
    all.put("ROLLCALL_DB", url());
    all.put("ROLLCALL_REPLICA", replica);
    all.put("ROLLCALL_NODE", "node0");
    all.put("ROLLCALL_DRAIN_TIMEOUT", "0s");
    Server server = new Server(prepare("server", all), port);
    server.start();
    return server;
  }

  /** So many servers, each with these settings. */
  public List<Server> servers(int count, Map<String, String> settings) throws InterruptedException {
    List<Server> servers = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      servers.add(server("server." + i, settings));
    }
    return servers;
  }

  /** An agent on the machine's own engine. */
  public Program agent(int serverPort) {
    return agent(
        Map.of("ROLLCALL_SERVER", "http://127.0.0.1:" + serverPort, "ROLLCALL_NODE", "this-node"));
  }

  /** An agent with other settings. */
  public Program agent(Map<String, String> settings) {
    Map<String, String> all = new HashMap<>(settings);
    all.put("ROLLCALL_AGENT_PORT", String.valueOf(Program.freePort()));
    Program agent = prepare("agent", all);
    agent.start();
    return agent;
  }

  private Program prepare(String name, Map<String, String> settings) {
    Path log = folder.resolve(name + "-" + programs.size() + ".log");
    Program program = Program.built(name, log, settings);
    programs.add(program);
    return program;
  }

  /** The database passes SQLite's integrity_check, which every backup runs. */
  public void assertWhole() {
    Command.of(Program.java(), "-jar", Program.jar("server").toString(), "backup", "--force")
        .and(List.of(folder.resolve("backup.db").toString()))
        .with("ROLLCALL_DB", url())
        .ok();
  }

  private String url() {
    return "jdbc:sqlite:" + database;
  }

  @Override
  public void close() {
    programs.forEach(Program::close);
  }
}
