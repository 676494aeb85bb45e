package rollcall.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A server in its own process. */
final class ServerProcess {
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

  private final Path log;
  private final int port;
  private final List<String> command;
  private final Map<String, String> environment;
  private Process process;

  /**
   * Prepares a process.
   *
   * @param wrapper a command that runs the JVM's command; empty for none
   */
  ServerProcess(Path file, String replica, List<String> wrapper, Map<String, String> more)
      throws IOException {
    this("jdbc:sqlite:" + file, replica, wrapper, more);
  }

  /** Prepares a server with a database of any kind. */
  ServerProcess(String database, String replica, List<String> wrapper, Map<String, String> more)
      throws IOException {
    port = freePort();
    log = Files.createTempFile(replica, ".log");
    command = new ArrayList<>(wrapper);
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx64m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            "rollcall.server.Main"));
    environment = new HashMap<>(more);
    environment.put("ROLLCALL_DB", database);
    environment.put("ROLLCALL_PORT", String.valueOf(port));
    environment.put("ROLLCALL_REPLICA", replica);
    environment.putIfAbsent("ROLLCALL_DRAIN_TIMEOUT", "0s");
  }

  /** Prepares a server on the same port. */
  ServerProcess another(Path database) throws IOException {
    ServerProcess another = new ServerProcess(database, "server.2", List.of(), Map.of());
    another.environment.put("ROLLCALL_PORT", String.valueOf(port));
    return another;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  ServerProcess start() throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    builder.redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    process = builder.start();
    return this;
  }

  /** Waits until the server responds. */
  ServerProcess awaitAnswer() throws Exception {
    for (int i = 0; i < 300; i++) {
      assertThat(process.isAlive()).as("the server runs; its log:\n%s", log()).isTrue();
      try {
        if (get("/healthcheck").statusCode() == 200) {
          return this;
        }
      } catch (IOException notYet) {
        Thread.sleep(100);
      }
    }
    throw new AssertionError("no response in 30 s; its log:\n" + log());
  }

  String log() throws IOException {
    return Files.readString(log);
  }

  Process process() {
    return process;
  }

  int port() {
    return port;
  }

  InetSocketAddress address() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  void signal(String name) throws Exception {
    new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).start().waitFor();
  }

  /** Sends SIGTERM; returns the exit code. */
  int terminate() throws InterruptedException {
    process.destroy();
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).as("stops in 20 s").isTrue();
    return process.exitValue();
  }

  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return CLIENT.send(request(path).GET().build(), BodyHandlers.ofString());
  }

  HttpResponse<String> post(String path, String json) throws IOException, InterruptedException {
    return send("POST", path, json);
  }

  HttpResponse<String> put(String path, String json) throws IOException, InterruptedException {
    return send("PUT", path, json);
  }

  private HttpResponse<String> send(String method, String path, String json)
      throws IOException, InterruptedException {
    HttpRequest request =
        request(path)
            .header("Content-Type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(json))
            .build();
    return CLIENT.send(request, BodyHandlers.ofString());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
        .timeout(Duration.ofSeconds(20));
  }
}
