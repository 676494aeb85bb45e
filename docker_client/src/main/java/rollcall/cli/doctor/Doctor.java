package rollcall.cli.doctor;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import rollcall.api.node.Node;
import rollcall.api.node.NodeList;
import rollcall.api.status.Status;
import rollcall.client.RollcallClient;
import rollcall.client.http.ApiResponse;
import rollcall.client.http.CancelledException;
import rollcall.client.http.ClientException;
import rollcall.client.http.Endpoint;
import rollcall.client.http.HttpClients;
import rollcall.client.http.ProblemException;
import rollcall.client.http.Target;
import rollcall.client.http.UnreachableException;

/**
 * Examines a swarm: asks at every node's port until each replica has answered there, one request
 * after the other, so that a read that shows less than the one before is a proof.
 */
public final class Doctor {
  private static final int TRIES = 3;
  private static final List<Function<Observations, List<Finding>>> CHECKS =
      List.of(
          ReachabilityCheck::examine,
          ReplicaCheck::examine,
          StorageCheck::examine,
          AgentCheck::examine,
          RosterCheck::examine,
          ClockCheck::examine,
          VersionCheck::examine);

  private final HttpClients clients;
  private final Duration timeout;
  private final Optional<String> token;
  private final Consumer<String> progress;
  private Optional<String> shown = Optional.empty();

  /**
   * A doctor.
   *
   * @param timeout of one request
   * @param token the operator's, shown only where reading takes one: what nodes call their address
   *     is their own word
   * @param progress gets a line for each step
   */
  public Doctor(
      HttpClients clients, Duration timeout, Optional<String> token, Consumer<String> progress) {
    this.clients = clients;
    this.timeout = timeout;
    this.token = token;
    this.progress = progress;
  }

  /**
   * Asks everyone.
   *
   * @param port the server's, on every node
   * @throws ClientException if no server answers at {@code server}
   */
  public Diagnosis examine(Endpoint server, int port) {
    shown = isClosed(server) ? token : Optional.empty();
    Observations observations = new Observations();
    Probe first = probe(new ProbeTarget("server URL " + server, server, null), observations);
    if (first.samples().isEmpty()) {
      throw first.failures().get(0);
    }
    RollcallClient client = new RollcallClient(clients, server, timeout, shown);
    ApiResponse<NodeList> nodes = patiently(client::nodes);
    observations.add(nodes.value().nodes(), nodes.time());
    for (Node node : nodes.value().nodes()) {
      // Where the server listens for this machine alone, no other address leads to it.
      if (!observations.isForThisMachine()
          && node.address() != null
          && observations.isMember(node)) {
        Endpoint endpoint = Endpoint.on(Target.SERVER, node.address(), port);
        probe(
            new ProbeTarget("node " + node.name() + " (" + endpoint + ")", endpoint, node),
            observations);
      }
    }
    List<Finding> findings = new ArrayList<>();
    CHECKS.forEach(check -> findings.addAll(check.apply(observations)));
    boolean healthy = findings.stream().allMatch(f -> f.verdict() != Finding.Verdict.BAD);
    return new Diagnosis(healthy, observations.isSwarm(), findings);
  }

  private boolean isClosed(Endpoint server) {
    if (token.isEmpty()) {
      return false;
    }
    try {
      new RollcallClient(clients, server, timeout).nodes();
      return false;
    } catch (ProblemException e) {
      return e.status() == 401;
    } catch (UnreachableException e) {
      return false; // found out below, patiently
    }
  }

  private Probe probe(ProbeTarget target, Observations observations) {
    RollcallClient client = new RollcallClient(clients, target.endpoint(), timeout, shown);
    Probe probe = new Probe(target);
    observations.add(probe);
    while (!probe.isDone(observations.alive(), observations.expected())) {
      progress.accept("asking " + target.name() + ", request " + (probe.requests() + 1));
      // The mesh balances connections: a fresh one meets another replica.
      clients.evictIdle();
      Instant asked = Instant.now();
      try {
        Status status = client.status().value();
        probe.add(new StatusSample(status, asked, Instant.now()));
        observations.add(status);
      } catch (CancelledException e) {
        throw e;
      } catch (ClientException e) {
        probe.add(e);
      }
    }
    return probe;
  }

  /** A request that may meet a replica that hangs, and then the next. */
  private <T> T patiently(Supplier<T> request) {
    for (int i = 1; ; i++) {
      clients.evictIdle();
      try {
        return request.get();
      } catch (ClientException e) {
        if (i == TRIES || e instanceof CancelledException) {
          throw e;
        }
      }
    }
  }
}
