package rollcall.e2e.docker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import rollcall.e2e.Command;

/**
 * A Docker engine of its own, in a network and mounts of its own: the one of this machine is left
 * alone. Takes root. It can be killed and started again; what it mounts outlives it, as its
 * containers do.
 */
public final class OwnEngine implements AutoCloseable {
  private final Path folder;
  private final Process namespaces;
  private Process engine;
  private int starts;

  /** In an empty folder. */
  public OwnEngine(Path folder) throws IOException {
    this.folder = folder;
    namespaces =
        Command.of("unshare", "--net", "--mount", "--propagation", "private", "sleep", "infinity")
            .start(folder.resolve("namespaces.log"));
    Path program = Path.of("/proc/" + namespaces.pid() + "/comm");
    Awaitility.await().until(() -> Files.readString(program).strip().equals("sleep"));
    start();
  }

  /** The docker command, at this engine. */
  public Command docker(String... words) {
    return Command.of("docker").and(List.of(words)).with("DOCKER_HOST", socket());
  }

  public String socket() {
    return "unix://" + folder.resolve("docker.sock");
  }

  private void start() throws IOException {
    endOldContainerd();
    String exec = folder.resolve("exec").toString();
    Path log = folder.resolve("engine." + starts++ + ".log");
    engine =
        Command.of("nsenter", "--target", "" + namespaces.pid(), "--net", "--mount", "dockerd")
            .and(List.of("--host", socket(), "--data-root", folder.resolve("data").toString()))
            .and(List.of("--exec-root", exec, "--pidfile", folder.resolve("docker.pid").toString()))
            .and(List.of("--bridge=none", "--iptables=false", "--ip-forward=false"))
            .and(List.of("--ip-masq=false"))
            .start(log);
    try {
      Awaitility.await("the engine answers")
          .atMost(Duration.ofMinutes(2))
          .until(() -> docker("version").run().exitCode() == 0);
    } catch (ConditionTimeoutException e) {
      throw new AssertionError(Files.readString(log), e);
    }
  }

  /**
   * A killed engine leaves its pid file and the containerd that it started; the next one would wait
   * for that in vain.
   */
  private void endOldContainerd() {
    Path containerd = folder.resolve("exec/containerd");
    killAll(containerd.resolve("containerd.toml").toString());
    for (Path left :
        List.of(
            folder.resolve("docker.pid"),
            containerd.resolve("containerd.pid"),
            containerd.resolve("containerd.sock"))) {
      delete(left);
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new AssertionError(file.toString(), e);
    }
  }

  /** Those in whose command line {@code word} is. */
  private static void killAll(String word) {
    ProcessHandle.allProcesses()
        .filter(one -> one.info().commandLine().orElse("").contains(word))
        .filter(ProcessHandle::destroyForcibly)
        .forEach(one -> one.onExit().join());
  }

  /** Ends it, by SIGKILL or SIGTERM, and starts it again. */
  public void restart(boolean kill) throws IOException, InterruptedException {
    if (kill) {
      engine.destroyForcibly();
    } else {
      engine.destroy();
    }
    engine.waitFor();
    start();
  }

  /** Makes an image with nothing but busybox. */
  public void makeImage(String name) {
    Command.of("sh", "-c")
        .and(
            List.of(
                "mkdir -p \"$0/bin\" && cp \"$(command -v busybox)\" \"$0/bin/busybox\""
                    + " && ln -s busybox \"$0/bin/sh\" && ln -s busybox \"$0/bin/sleep\""
                    + " && tar -C \"$0\" -c . | docker import - \"$1\"",
                folder.resolve("root").toString(),
                name))
        .with("DOCKER_HOST", socket())
        .ok();
  }

  /** Ends it, its containers and its namespaces. */
  @Override
  public void close() throws InterruptedException {
    List<String> containers = docker("ps", "-aq").run().out().lines().toList();
    if (!containers.isEmpty()) {
      docker("rm", "-f").and(containers).run();
    }
    engine.destroy();
    engine.waitFor();
    killAll(folder.resolve("exec").toString()); // what containers outlived a containerd
    namespaces.destroyForcibly().waitFor();
  }
}
