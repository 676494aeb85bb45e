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

/** All observations, the input of the checks. */
final class Observations {
  private static final String SERVER_SUFFIX = "_server";

  private final List<Probe> probes = new ArrayList<>();
  private final List<Node> nodes = new ArrayList<>();
  // The newest status per database id.
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

  /** All samples, in chronological order. */
  List<StatusSample> samples() {
    return probes.stream().flatMap(probe -> probe.samples().stream()).toList();
  }

  /** All replicas, by name, as the replicas report them. */
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

  /** Whether the server listens on the loopback interface only, as with {@code ./rollcall up}. */
  boolean isLocalOnly() {
    return statuses.values().stream()
        .anyMatch(status -> Status.AUTH_LOOPBACK.equals(status.auth()));
  }

  /** Whether a node is in the swarm; without a swarm, every node counts. */
  boolean isMember(Node node) {
    return !isSwarm() || node.role() != null;
  }

  /** The swarm's service of the server; empty if it is ambiguous. */
  Optional<SwarmSnapshot.Service> service() {
    List<SwarmSnapshot.Service> found =
        statuses.values().stream()
            .flatMap(status -> status.services().stream())
            .filter(service -> service.name().endsWith(SERVER_SUFFIX))
            .distinct()
            .toList();
    return found.stream()
        .filter(service -> service.name().equals("rollcall" + SERVER_SUFFIX))
        .findFirst()
        .or(() -> found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty());
  }

  /** The desired number of replicas; 0 if unknown. */
  int expected() {
    return service().map(SwarmSnapshot.Service::desired).orElse(0);
  }

  /** The name of the stack's service with this suffix. */
  String serviceName(String suffix) {
    String server = service().map(SwarmSnapshot.Service::name).orElse("rollcall" + SERVER_SUFFIX);
    return server.substring(0, server.length() - SERVER_SUFFIX.length()) + suffix;
  }

  /** The age when the nodes were read, by the server's clock. */
  Duration age(Instant time) {
    return Duration.between(time, nodesReadAt);
  }
}
