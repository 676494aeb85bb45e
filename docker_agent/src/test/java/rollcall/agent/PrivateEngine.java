package rollcall.agent;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A private Docker engine that a test can kill and restart. It has its own files, network and mount
 * namespaces, so that it does not affect the machine's engine. Requires root.
 */
final class PrivateEngine implements AutoCloseable {
  private final Path dir;
  // A restarted engine uses the same namespaces as the killed one.
  private final Process namespaces;
  private Process dockerd;

  PrivateEngine(Path dir) {
    this.dir = dir;
    try {
      namespaces =
          new ProcessBuilder("unshare", "--net", "--mount", "sh", "-c", "echo ready; exec sleep 1h")
              .start();
      namespaces.inputReader().readLine();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    start();
  }

  Optional<String> dockerHost() {
    return Optional.of("unix://" + dir.resolve("docker.sock"));
  }

  /** Starts the engine and waits until it responds. */
  void start() {
    List<String> command = new ArrayList<>(List.of("nsenter", "--net", "--mount"));
    command.addAll(List.of("--target", String.valueOf(namespaces.pid()), "dockerd"));
    command.addAll(List.of("--host", dockerHost().orElseThrow()));
    command.addAll(List.of("--data-root", dir.resolve("data").toString()));
    command.addAll(List.of("--exec-root", dir.resolve("exec").toString()));
    command.addAll(List.of("--pidfile", dir.resolve("pid").toString()));
    // A containerd may be shared with the machine's engine, but not its namespaces.
    command.addAll(List.of("--containerd-namespace", "rollcall-" + dir.getFileName()));
    command.addAll(List.of("--containerd-plugins-namespace", "plugins-" + dir.getFileName()));
    command.addAll(List.of("--storage-driver", "vfs"));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().merge("PATH", "/usr/sbin:/sbin", (path, more) -> path + ":" + more);
    try {
      dockerd = builder.redirectOutput(dir.resolve("log").toFile()).start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    TestAgent.await(
        Duration.ofSeconds(30), "a private engine; see " + dir.resolve("log"), this::answers);
  }

  private boolean answers() throws Exception {
    Process version = docker(List.of("version"));
    return version.waitFor() == 0;
  }

  /** Kills the engine as a power failure does, except for its containers' processes. */
  void kill() throws IOException, InterruptedException {
    dockerd.destroyForcibly().waitFor();
    // Else its containerd would keep running, and the next engine could not start its own.
    Path containerd = dir.resolve("exec/containerd");
    if (Files.exists(containerd.resolve("containerd.pid"))) {
      ProcessHandle.of(
              Long.parseLong(Files.readString(containerd.resolve("containerd.pid")).strip()))
          .ifPresent(ProcessHandle::destroyForcibly);
    }
    Files.deleteIfExists(containerd.resolve("containerd.pid"));
    Files.deleteIfExists(containerd.resolve("containerd.sock"));
    Files.deleteIfExists(dir.resolve("pid"));
  }

  /** Stops the engine and its containers, as "systemctl stop" does. */
  void stop() throws IOException, InterruptedException {
    dockerd.destroy();
    if (!dockerd.waitFor(30, TimeUnit.SECONDS)) {
      kill();
    }
  }

  /** Runs a docker command and returns its output. */
  String docker(String... arguments) {
    try {
      Process process = docker(List.of(arguments));
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new AssertionError(String.join(" ", arguments) + " failed: " + output);
      }
      return output.strip();
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private Process docker(List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("docker", "--host", dockerHost().orElseThrow()));
    command.addAll(arguments);
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  /** Loads an image of the machine's engine. */
  void load(String image) {
    Path tar = dir.resolve("image.tar");
    rollcall.agent.docker.TestDocker.docker("save", "--output", tar.toString(), image);
    docker("load", "--input", tar.toString());
  }

  @Override
  public void close() throws IOException, InterruptedException {
    stop();
    kill();
    namespaces.destroyForcibly();
    // JUnit would warn about each symbolic link in an image's files.
    new ProcessBuilder("rm", "-rf", dir.resolve("data").toString()).start().waitFor();
  }
}
