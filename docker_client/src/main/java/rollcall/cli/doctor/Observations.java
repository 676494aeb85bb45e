package rollcall.cli.doctor;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import rollcall.api.node.Node;
import rollcall.api.node.SwarmSnapshot;
import rollcall.api.status.Status;

/** All that was seen; the checks draw their conclusions from it. */
final class Observations {
  private static final String SERVER = "_server";

  private final List<Probe> probes = new ArrayList<>();
  private final List<Node> nodes = new ArrayList<>();
  // The newest status by the database that it was read from.
  private final Map<String, Status> statuses = new LinkedHashMap<>();
  private Instant nodesReadAt = Instant.EPOCH;

  void add(Probe probe) {
    probes.add(probe);
  }

  void add(List<Node> read, Instant at) {
    nodes.addAll(read);
    nodesReadAt = at;
  }

  void add(Status status) {
    statuses.put(status.storage().id(), status);
  }

  List<Probe> probes() {
    return probes;
  }

  List<Node> nodes() {
    return nodes;
  }

  /** All samples, in the order of time. */
  List<StatusSample> samples() {
    return probes.stream().flatMap(probe -> probe.samples().stream()).toList();
  }

  /** What the replicas say of each other. */
  Map<String, Status.Replica> replicas() {
    Map<String, Status.Replica> replicas = new TreeMap<>();
    for (Status status : statuses.values()) {
      status.replicas().forEach(replica -> replicas.put(replica.name(), replica));
    }
    return replicas;
  }

  Set<String> alive() {
    return replicas().values().stream()
        .filter(replica -> replica.staleSince() == null)
        .map(Status.Replica::name)
        .collect(Collectors.toSet());
  }

  boolean isSwarm() {
    return nodes.stream().anyMatch(node -> node.role() != null)
        || statuses.values().stream().anyMatch(status -> !status.services().isEmpty());
  }

  /** Whether the server answers its own machine only, as {@code ./rollcall up} starts it. */
  boolean isForThisMachine() {
    return statuses.values().stream()
        .anyMatch(status -> Status.AUTH_LOOPBACK.equals(status.auth()));
  }

  /** Whether a node is the swarm's; where there is no swarm, all that report are. */
  boolean isMember(Node node) {
    return !isSwarm() || node.role() != null;
  }

  /** The swarm's service of servers; none where that is not clear. */
  Optional<SwarmSnapshot.Service> service() {
    List<SwarmSnapshot.Service> found =
        statuses.values().stream()
            .flatMap(status -> status.services().stream())
            .filter(service -> service.name().endsWith(SERVER))
            .distinct()
            .toList();
    return found.stream()
        .filter(service -> service.name().equals("rollcall" + SERVER))
        .findFirst()
        .or(() -> found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty());
  }

  /** How many replicas the swarm was asked for; 0 where that is unknown. */
  int expected() {
    return service().map(SwarmSnapshot.Service::desired).orElse(0);
  }

  /** The name of the stack's service that ends like this. */
  String serviceName(String end) {
    String server = service().map(SwarmSnapshot.Service::name).orElse("rollcall" + SERVER);
    return server.substring(0, server.length() - SERVER.length()) + end;
  }

  /** How long ago it was when the nodes were read, by the server's clock. */
  Duration age(Instant time) {
    return Duration.between(time, nodesReadAt);
  }
}
