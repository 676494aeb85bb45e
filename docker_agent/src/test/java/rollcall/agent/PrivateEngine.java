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
 * A Docker engine of a test's own, to be killed and started again. It has its own files and its own
 * view of network and mounts, so that the machine's engine does not notice. Takes root.
 */
final class PrivateEngine implements AutoCloseable {
  private final Path dir;
  // An engine that is started again finds what the killed one left in the same namespaces.
  private final Process namespaces;
  private Process dockerd;

  PrivateEngine(Path dir) {
    this.dir = dir;
    try {
      namespaces =
          new ProcessBuilder("unshare", "--net", "--mount", "sh", "-c", "echo there; exec sleep 1h")
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

  /** Starts it, and waits until it answers. */
  void start() {
    List<String> command = new ArrayList<>(List.of("nsenter", "--net", "--mount"));
    command.addAll(List.of("--target", String.valueOf(namespaces.pid()), "dockerd"));
    command.addAll(List.of("--host", dockerHost().orElseThrow()));
    command.addAll(List.of("--data-root", dir.resolve("data").toString()));
    command.addAll(List.of("--exec-root", dir.resolve("exec").toString()));
    command.addAll(List.of("--pidfile", dir.resolve("pid").toString()));
    // A containerd that serves the machine's engine may be shared, its namespaces not.
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

  /** As a power cut does, but for its containers' own processes. */
  void kill() throws IOException, InterruptedException {
    dockerd.destroyForcibly().waitFor();
    // Its containerd would go on, and the next engine wait in vain for that one's greeting.
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

  /** As "systemctl stop" does: it stops its containers first. */
  void stop() throws IOException, InterruptedException {
    dockerd.destroy();
    if (!dockerd.waitFor(30, TimeUnit.SECONDS)) {
      kill();
    }
  }

  /** Its command line's output. */
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

  /** Imports an image of the machine's engine. */
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
    // JUnit would warn of each link in an image's files.
    new ProcessBuilder("rm", "-rf", dir.resolve("data").toString()).start().waitFor();
  }
}
