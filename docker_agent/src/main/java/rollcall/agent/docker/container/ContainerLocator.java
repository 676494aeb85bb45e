package rollcall.agent.docker.container;

import com.google.gson.JsonElement;
import java.net.InetAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import rollcall.agent.docker.EngineAnswerException;
import rollcall.agent.docker.EngineSession;
import rollcall.agent.docker.json.Fields;

/** Finds the container that a connection comes from, by its source address. */
public final class ContainerLocator {
  /** Connects containers of overlay networks with their node; not listed among their networks. */
  private static final String GATEWAY_BRIDGE = "docker_gwbridge";

  private ContainerLocator() {}

  /**
   * Finds the running container with this address.
   *
   * @throws AmbiguousCallerException if several have it, or share its network
   */
  public static Optional<Fields> find(EngineSession engine, InetAddress source) {
    String address = SourceAddress.normalize(source);
    List<Fields> running = ContainerList.read(engine, false);
    Set<String> ids = new TreeSet<>(onLocalNetworks(engine, running, address));
    ids.addAll(onGatewayBridge(engine, address));
    if (ids.isEmpty()) {
      return Optional.empty();
    }
    Set<String> all = new TreeSet<>(ids);
    all.addAll(NetworkSharing.findSharing(engine, running, ids));
    if (all.size() > 1) {
      throw new AmbiguousCallerException(
          "The containers "
              + all.stream().map(ReportMapper::shortened).collect(Collectors.joining(", "))
              + " share the address "
              + address
              + ", so the agent cannot identify the caller.");
    }
    return running.stream()
        .filter(container -> ids.contains(Objects.toString(ContainerList.id(container))))
        .findFirst();
  }

  private static Set<String> onLocalNetworks(
      EngineSession engine, List<Fields> running, String address) {
    // Overlay addresses never reach the host, and may equal another network's.
    Set<String> local = new HashSet<>();
    for (JsonElement network : list(engine.get("/networks"))) {
      Fields fields = fields(network);
      if ("local".equals(fields.text("Scope"))) {
        local.add(Objects.toString(fields.text("Id")));
      }
    }
    return running.stream()
        .filter(
            container ->
                networks(container).entries().values().stream()
                    .map(ContainerLocator::fields)
                    .filter(network -> local.contains(network.text("NetworkID")))
                    .anyMatch(
                        network -> hasAddress(network, "IPAddress", "GlobalIPv6Address", address)))
        .map(ContainerList::id)
        .flatMap(id -> Optional.ofNullable(id).stream())
        .collect(Collectors.toSet());
  }

  static Fields networks(Fields container) {
    return container.object("NetworkSettings").object("Networks");
  }

  private static Set<String> onGatewayBridge(EngineSession engine, String address) {
    try {
      // It also lists "ingress-sbox", the routing mesh's sandbox.
      return fields(engine.get("/networks/" + GATEWAY_BRIDGE))
          .object("Containers")
          .entries()
          .entrySet()
          .stream()
          .filter(entry -> entry.getKey().matches("[0-9a-f]{64}"))
          .filter(
              entry -> hasAddress(fields(entry.getValue()), "IPv4Address", "IPv6Address", address))
          .map(Map.Entry::getKey)
          .collect(Collectors.toSet());
    } catch (EngineAnswerException e) {
      if (e.status() == 404) {
        return Set.of(); // no swarm, no overlay networks
      }
      throw e;
    }
  }

  private static boolean hasAddress(Fields network, String ipv4, String ipv6, String address) {
    return address.equals(SourceAddress.normalize(network.text(ipv4)))
        || address.equals(SourceAddress.normalize(network.text(ipv6)));
  }

  private static List<JsonElement> list(JsonElement answer) {
    return answer.isJsonArray()
        ? StreamSupport.stream(answer.getAsJsonArray().spliterator(), false).toList()
        : List.of();
  }

  private static Fields fields(JsonElement value) {
    return Fields.of(value, "networks", field -> {});
  }
}
