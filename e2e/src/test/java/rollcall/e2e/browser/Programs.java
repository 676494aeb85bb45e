package rollcall.e2e.browser;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import rollcall.e2e.Repository;

/** The built programs, as processes: servers on one database file, and an agent. */
final class Programs implements AutoCloseable {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private final Path folder;
  private final List<Process> processes = new ArrayList<>();

  Programs(Path folder) {
    this.folder = folder;
  }

  /** A server that answers; its process and port. */
  Server server(String replica) throws Exception {
    return server(replica, Map.of());
  }

  /** The same with settings of its own. */
  Server server(String replica, Map<String, String> settings) throws Exception {
    int port = freePort();
    Map<String, String> environment = new HashMap<>(settings);
    // A test's nodes report when it says so, and a busy machine takes long.
    environment.putIfAbsent("ROLLCALL_STALE_AFTER", "10m");
    environment.put("ROLLCALL_PORT", String.valueOf(port));
    environment.put("ROLLCALL_DB", "jdbc:sqlite:" + folder.resolve("rollcall.db"));
    environment.put("ROLLCALL_REPLICA", replica);
    environment.put("ROLLCALL_NODE", "node0");
    environment.put("ROLLCALL_DRAIN_TIMEOUT", "0s");
    Server server = new Server(start("server", environment), port);
    server.awaitAnswer();
    return server;
  }

  /** An agent on the machine's own engine. */
  Process agent(int serverPort) throws IOException {
    return start(
        "agent",
        Map.of(
            "ROLLCALL_AGENT_PORT",
            String.valueOf(freePort()),
            "ROLLCALL_SERVER",
            "http://127.0.0.1:" + serverPort,
            "ROLLCALL_NODE",
            "this-node"));
  }

  private Process start(String name, Map<String, String> environment) throws IOException {
    Path jar = Repository.file("docker_" + name + "/target/rollcall-" + name + ".jar");
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-Xmx96m",
            "-jar",
            jar.toString());
    builder.environment().putAll(environment);
    builder.redirectErrorStream(true);
    builder.redirectOutput(folder.resolve(name + "-" + processes.size() + ".log").toFile());
    Process process = builder.start();
    processes.add(process);
    return process;
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() {
    processes.forEach(Process::destroyForcibly);
  }

  /** A running server. */
  record Server(Process process, int port) {
    String url(String path) {
      return "http://127.0.0.1:" + port + path;
    }

    private void awaitAnswer() throws Exception {
      for (int i = 0; i < 300; i++) {
        try {
          send("GET", "/healthcheck", null);
          return;
        } catch (IOException notYet) {
          Thread.sleep(100);
        }
      }
      throw new AssertionError("no answer in 30 s on port " + port);
    }

    String send(String method, String path, String json) throws IOException, InterruptedException {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(url(path)))
              .timeout(Duration.ofSeconds(30))
              .header("Content-Type", "application/json")
              .method(
                  method, json == null ? BodyPublishers.noBody() : BodyPublishers.ofString(json))
              .build();
      HttpResponse<String> answer = CLIENT.send(request, BodyHandlers.ofString());
      if (answer.statusCode() >= 300) {
        throw new AssertionError(method + " " + path + ": " + answer.statusCode() + answer.body());
      }
      return answer.body();
    }
  }
}
