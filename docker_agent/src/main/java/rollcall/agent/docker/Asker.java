package rollcall.agent.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.ContainerNetwork;
import com.github.dockerjava.api.model.Network;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds the container that a connection comes from, by its source address. */
final class Asker {
  /** Where containers of overlay networks reach their node; not listed among their own networks. */
  private static final String GATEWAY_BRIDGE = "docker_gwbridge";

  private Asker() {}

  static Optional<String> id(DockerClient docker, InetAddress source) {
    String address = SourceAddress.normal(source);
    return onLocalNetworks(docker, address).or(() -> onGatewayBridge(docker, address));
  }

  private static Optional<String> onLocalNetworks(DockerClient docker, String address) {
    // Overlay addresses never reach the host, and may equal another network's.
    Set<String> local =
        docker.listNetworksCmd().withFilter("scope", List.of("local")).exec().stream()
            .map(Network::getId)
            .collect(Collectors.toSet());
    return docker.listContainersCmd().exec().stream()
        .filter(
            container ->
                networks(container).values().stream()
                    .filter(network -> local.contains(network.getNetworkID()))
                    .anyMatch(network -> has(network, address)))
        .map(Container::getId)
        .findFirst();
  }

  private static Map<String, ContainerNetwork> networks(Container container) {
    return container.getNetworkSettings() == null
            || container.getNetworkSettings().getNetworks() == null
        ? Map.of()
        : container.getNetworkSettings().getNetworks();
  }

  private static boolean has(ContainerNetwork network, String address) {
    return address.equals(SourceAddress.normal(network.getIpAddress()))
        || address.equals(SourceAddress.normal(network.getGlobalIPv6Address()));
  }

  private static Optional<String> onGatewayBridge(DockerClient docker, String address) {
    try {
      Map<String, Network.ContainerNetworkConfig> containers =
          docker.inspectNetworkCmd().withNetworkId(GATEWAY_BRIDGE).exec().getContainers();
      // Beside containers it lists "ingress-sbox", the mesh's own sandbox.
      return containers == null
          ? Optional.empty()
          : containers.entrySet().stream()
              .filter(
                  entry ->
                      address.equals(SourceAddress.normal(entry.getValue().getIpv4Address()))
                          || address.equals(
                              SourceAddress.normal(entry.getValue().getIpv6Address())))
              .map(Map.Entry::getKey)
              .filter(id -> id.matches("[0-9a-f]{64}"))
              .findFirst();
    } catch (NotFoundException e) {
      return Optional.empty(); // no swarm, no overlay networks
    }
  }
}
