package rollcall.e2e.program;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import rollcall.e2e.Command;
import rollcall.e2e.Repository;

/**
 * One of the built programs, as a process that can be ended and started again; it has the memory
 * that it has in its image.
 */
public final class Program implements AutoCloseable {
  private final String name;
  private final Path log;
  private final List<String> command;
  private final Map<String, String> settings;
  private Process process;

  private Program(String name, Path log, Map<String, String> settings, List<String> javaArguments) {
    this.name = name;
    this.log = log;
    this.settings = Map.copyOf(settings);
    this.command = new ArrayList<>();
    command.add(java());
    command.addAll(List.of("-XX:+UseSerialGC", "-Xmx64m", "-XX:+ExitOnOutOfMemoryError"));
    command.addAll(javaArguments);
  }

  /**
   * Prepares one, as it is built.
   *
   * @param name server or agent
   * @param log where its output goes, behind what is there
   */
  public static Program built(String name, Path log, Map<String, String> settings) {
    return new Program(name, log, settings, List.of("-jar", jar(name).toString()));
  }

  /** Prepares one that is begun in another way: by Java with these arguments. */
  public static Program withJava(
      String name, Path log, Map<String, String> settings, List<String> arguments) {
    return new Program(name, log, settings, arguments);
  }

  /** The Java that runs the tests. */
  static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  /** What is built of a program; its libraries are beside it. */
  public static Path jar(String name) {
    return Repository.file("docker_" + name + "/target/rollcall-" + name + ".jar");
  }

  /** Starts it, with no other settings than its own. */
  public void start() {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().keySet().removeIf(key -> key.startsWith("ROLLCALL_"));
    builder.environment().put("MALLOC_ARENA_MAX", "2");
    builder.environment().putAll(settings);
    builder.redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** Its process id. */
  public long pid() {
    return process.pid();
  }

  /** SIGTERM; returns when it is gone. */
  public void terminate() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      throw new AssertionError(name + " does not stop: " + log);
    }
  }

  /** {@code kill -9}; returns when it is gone. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** It stands still until {@link #goOn}. */
  public void pause() {
    Command.of("kill", "-STOP", "" + pid()).ok();
  }

  public void goOn() {
    Command.of("kill", "-CONT", "" + pid()).ok();
  }

  /** All that it has written. */
  public String said() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public long logBytes() throws IOException {
    return Files.size(log);
  }

  /**
   * A port of this machine, below those that the kernel gives to connections: one that a killed
   * program had is free when it is started again.
   */
  public static int freePort() {
    while (true) {
      int port = ThreadLocalRandom.current().nextInt(20_000, 32_000);
      try (ServerSocket socket = new ServerSocket()) {
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        return port;
      } catch (IOException taken) {
        // Another one, then.
      }
    }
  }

  /** Returns when it is gone, and with it what it had open. */
  @Override
  public void close() {
    if (process != null) {
      process.destroyForcibly().onExit().join();
    }
  }
}
