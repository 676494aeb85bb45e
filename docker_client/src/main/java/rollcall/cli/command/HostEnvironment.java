package rollcall.cli.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Where this process runs: in a container or not, and by which address a container reaches its
 * node.
 *
 * @param gateway the default gateway's address, where there is one
 */
public record HostEnvironment(boolean inContainer, Optional<String> gateway) {
  /** This very machine, or container. */
  static final String LOOPBACK = "127.0.0.1";

  // A machine's own network shows the bridges that its engine made, a container's does not.
  private static final String ENGINES_BRIDGE =
      "\\s*(docker0|docker_gwbridge|br-[0-9a-f]{12}|podman\\d+|cni\\d+|veth\\w+):.*";

  // Flags of /proc/net/route: the route leads through a gateway.
  private static final int RTF_GATEWAY = 2;

  /** Reads the marks that container engines leave, below {@code root} ("/" but for tests). */
  public static HostEnvironment detect(Path root) {
    boolean marked =
        Files.exists(root.resolve(".dockerenv"))
            || Files.exists(root.resolve("run/.containerenv"))
            || lines(root.resolve("proc/1/cgroup")).stream()
                .anyMatch(line -> line.matches(".*(docker|containerd|libpod|kubepods).*"));
    boolean onHostNetwork =
        lines(root.resolve("proc/net/dev")).stream().anyMatch(l -> l.matches(ENGINES_BRIDGE));
    // A machine's gateway is a router of somebody else's.
    List<String> routes = onHostNetwork ? List.of() : lines(root.resolve("proc/net/route"));
    return new HostEnvironment(marked, gateway(routes));
  }

  /** The host where agent and mesh listen: a container's gateway is its node. */
  String node() {
    return inContainer ? gateway.orElse(LOOPBACK) : LOOPBACK;
  }

  private static Optional<String> gateway(List<String> routes) {
    return routes.stream()
        .skip(1)
        .map(route -> route.strip().split("\\s+"))
        .filter(fields -> fields.length > 3 && fields[1].equals("00000000"))
        .filter(fields -> (Integer.parseInt(fields[3], 16) & RTF_GATEWAY) != 0)
        .map(fields -> address(Long.parseLong(fields[2], 16)))
        .findFirst();
  }

  /** The kernel prints the address as one number, its first part lowest (little-endian). */
  private static String address(long number) {
    return "%d.%d.%d.%d"
        .formatted(number & 0xff, number >> 8 & 0xff, number >> 16 & 0xff, number >> 24 & 0xff);
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      return List.of();
    }
  }
}
