package rollcall.e2e.day;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import rollcall.e2e.Repository;

/** One of the built programs, as a process that can be ended and started again. */
final class Program implements AutoCloseable {
  private final String name;
  private final Path log;
  private final Path clock;
  private final Map<String, String> environment;
  private Process process;

  /**
   * Prepares one.
   *
   * @param name server or agent
   */
  Program(String name, Path log, HostClock clock, Map<String, String> settings) {
    this.name = name;
    this.log = log;
    this.clock = clock.file();
    this.environment = Map.copyOf(settings);
  }

  void start() throws IOException {
    Path jar = Repository.file("docker_" + name + "/target/rollcall-" + name + ".jar");
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xmx64m",
            "-cp",
            jar + File.pathSeparator + Repository.file("e2e/target/test-classes"),
            "rollcall.e2e.day.WithClock",
            name,
            clock.toString());
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().keySet().removeIf(key -> key.startsWith("ROLLCALL_"));
    builder.environment().putAll(environment);
    builder.redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    process = builder.start();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** SIGTERM; returns when it is gone. */
  void terminate() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      throw new AssertionError(name + " does not stop: " + log);
    }
  }

  /** {@code kill -9}. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  long logBytes() throws IOException {
    return Files.size(log);
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() {
    if (process != null) {
      process.destroyForcibly();
    }
  }
}
