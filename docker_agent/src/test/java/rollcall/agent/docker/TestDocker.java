package rollcall.agent.docker;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The real engine by its command line, with a BusyBox image, and containers that are removed after
 * the test.
 */
public final class TestDocker implements AutoCloseable {
  private static final String IMAGE = "rollcall-agent-test:" + UUID.randomUUID();

  private final String label = "rollcall.agent.test=" + UUID.randomUUID();
  private final List<String> networks = new ArrayList<>();

  /** Fails with advice if there is no engine. */
  public TestDocker() {
    docker("version");
    importImage();
  }

  /** Runs a BusyBox container in the background; the options precede the image. */
  public String run(String... options) {
    return create("run", List.of(options), "sleep", "600");
  }

  /** The same with a command of its own. */
  public String runCommand(List<String> options, String... command) {
    return create("run", options, command);
  }

  /** Creates a container without starting it. */
  public String createOnly(String... options) {
    return create("create", List.of(options), "sleep", "600");
  }

  public String network(String... options) {
    String name = "rollcall-test-" + UUID.randomUUID();
    docker(Stream.concat(Stream.of("network", "create", name), Stream.of(options)));
    networks.add(name);
    return name;
  }

  /** Runs BusyBox's wget in the container, against this port of its default gateway. */
  public String wget(String container, int port, String path, String... options) {
    String gateway =
        docker("exec", container, "sh", "-c", "busybox ip route")
            .replaceFirst("(?s).*default via (\\S+).*", "$1")
            .strip();
    // "|| true", because tests check the text of an error response, not the exit code.
    return docker(
        "exec",
        container,
        "sh",
        "-c",
        "busybox wget -qO- "
            + String.join(" ", options)
            + " http://"
            + gateway
            + ":"
            + port
            + path
            + " 2>&1 || true");
  }

  public String image() {
    return IMAGE;
  }

  public static String docker(String... arguments) {
    return docker(Stream.of(arguments));
  }

  private String create(String verb, List<String> options, String... command) {
    List<String> detach = verb.equals("run") ? List.of("--detach") : List.of();
    return docker(
            Stream.of(
                    Stream.of(verb),
                    detach.stream(),
                    Stream.of("--label", label),
                    options.stream(),
                    Stream.of(IMAGE),
                    Stream.of(command))
                .flatMap(part -> part))
        .strip();
  }

  private static String docker(Stream<String> arguments) {
    List<String> command = Stream.concat(Stream.of("docker"), arguments).toList();
    String output = sh(command);
    return output;
  }

  private static String sh(List<String> command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().close();
      try (InputStream out = process.getInputStream()) {
        String output = new String(out.readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
          throw new AssertionError(
              String.join(" ", command)
                  + " failed: "
                  + output.strip()
                  + "\nThese tests need a running Docker engine and its command line.");
        }
        return output;
      }
    } catch (IOException e) {
      throw new AssertionError(
          "These tests need a Docker engine, its command line and busybox-static: " + e, e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void importImage() {
    if (!docker("images", "--quiet", IMAGE).isBlank()) {
      return;
    }
    try {
      Path busybox =
          Stream.of("/bin/busybox", "/usr/bin/busybox")
              .map(Path::of)
              .filter(Files::isExecutable)
              .findFirst()
              .orElseThrow(() -> new AssertionError("Install busybox-static."));
      Path root = Files.createTempDirectory("rollcall-image");
      Path bin = Files.createDirectory(root.resolve("bin"));
      Files.copy(busybox, bin.resolve("busybox"));
      for (String name : List.of("sh", "sleep", "true", "false")) {
        Files.createSymbolicLink(bin.resolve(name), Path.of("busybox"));
      }
      Path tar = root.resolveSibling(root.getFileName() + ".tar");
      sh(List.of("tar", "-C", root.toString(), "-cf", tar.toString(), "bin"));
      docker("import", tar.toString(), IMAGE);
      sh(List.of("rm", "-r", root.toString(), tar.toString()));
      // Shared by all test classes of this JVM, so it is removed when the JVM exits.
      Runtime.getRuntime().addShutdownHook(new Thread(() -> docker("rmi", "--force", IMAGE)));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    String ids = docker("ps", "--all", "--quiet", "--filter", "label=" + label);
    List<String> all = ids.lines().toList();
    if (!all.isEmpty()) {
      docker(Stream.concat(Stream.of("rm", "--force", "--volumes"), all.stream()));
    }
    networks.forEach(network -> docker("network", "rm", network));
  }
}
