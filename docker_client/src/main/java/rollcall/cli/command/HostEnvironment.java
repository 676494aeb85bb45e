package rollcall.cli.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Whether this process runs in a container, and at which address a container reaches its node.
 *
 * @param gateway the default gateway's address, if there is one
 */
public record HostEnvironment(boolean inContainer, Optional<String> gateway) {
  /** This machine, or container. */
  static final String LOOPBACK = "127.0.0.1";

  // Interfaces of container engines exist in a machine's network namespace, not in a container's.
  private static final String ENGINE_INTERFACE =
      "\\s*(docker0|docker_gwbridge|br-[0-9a-f]{12}|podman\\d+|cni\\d+|veth\\w+):.*";

  // Flags of /proc/net/route: the route leads through a gateway.
  private static final int RTF_GATEWAY = 2;

  /** Detects it from the files of container engines below {@code root} ("/" except in tests). */
  public static HostEnvironment detect(Path root) {
    boolean inContainer =
        Files.exists(root.resolve(".dockerenv"))
            || Files.exists(root.resolve("run/.containerenv"))
            || lines(root.resolve("proc/1/cgroup")).stream()
                .anyMatch(line -> line.matches(".*(docker|containerd|libpod|kubepods).*"));
    boolean onHostNetwork =
        lines(root.resolve("proc/net/dev")).stream().anyMatch(l -> l.matches(ENGINE_INTERFACE));
    // On the host's network the default gateway is a router, not the node.
    List<String> routes = onHostNetwork ? List.of() : lines(root.resolve("proc/net/route"));
    return new HostEnvironment(inContainer, gateway(routes));
  }

  /** The host of the agent and the routing mesh: a container's gateway is its node. */
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

  /** The kernel prints the address as a little-endian number. */
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
