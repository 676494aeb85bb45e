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
import rollcall.client.http.UnreachableException;

/**
 * Examines a swarm: sends requests to every node's port until each replica has responded. The
 * requests are sequential, so that a revision lower than the one before proves a stale read.
 */
public final class Doctor {
  private static final int MAX_ATTEMPTS = 3;
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
  private Optional<String> sentToken = Optional.empty();

  /**
   * Creates a doctor.
   *
   * @param timeout of each request
   * @param token the operator's token, sent only if reads require one: the nodes' addresses are
   *     unverified
   * @param progress receives a line per request
   */
  public Doctor(
      HttpClients clients, Duration timeout, Optional<String> token, Consumer<String> progress) {
    this.clients = clients;
    this.timeout = timeout;
    this.token = token;
    this.progress = progress;
  }

  /**
   * Runs all checks.
   *
   * @param port the server's port on every node
   * @throws ClientException if no server responds at {@code server}
   */
  public Diagnosis examine(Endpoint server, int port) {
    sentToken = requiresToken(server) ? token : Optional.empty();
    Observations observations = new Observations();
    Probe first = probe(new ProbeTarget("server URL " + server, server, null), observations);
    if (first.samples().isEmpty()) {
      throw first.failures().get(0);
    }
    RollcallClient client = new RollcallClient(clients, server, timeout, sentToken);
    ApiResponse<NodeList> nodes = withRetries(client::nodes);
    observations.add(nodes.value().nodes(), nodes.time());
    for (Node node : nodes.value().nodes()) {
      // A server on the loopback interface is not reachable at the nodes' addresses.
      if (!observations.isLocalOnly() && node.address() != null && observations.isMember(node)) {
        Endpoint endpoint = server.onHost(node.address(), port);
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

  private boolean requiresToken(Endpoint server) {
    if (token.isEmpty()) {
      return false;
    }
    try {
      new RollcallClient(clients, server, timeout).nodes();
      return false;
    } catch (ProblemException e) {
      return e.status() == 401;
    } catch (UnreachableException e) {
      return false; // examine() retries and reports it
    }
  }

  private Probe probe(ProbeTarget target, Observations observations) {
    RollcallClient client = new RollcallClient(clients, target.endpoint(), timeout, sentToken);
    Probe probe = new Probe(target);
    observations.add(probe);
    while (!probe.isDone(observations.alive(), observations.expected())) {
      progress.accept("checking " + target.name() + ", request " + (probe.requests() + 1));
      // The mesh balances connections: a new one reaches another replica.
      clients.evictIdle();
      Instant sentAt = Instant.now();
      try {
        Status status = client.status().value();
        probe.add(new StatusSample(status, sentAt, Instant.now()));
        observations.add(status);
      } catch (CancelledException e) {
        throw e;
      } catch (ClientException e) {
        probe.add(e);
      }
    }
    return probe;
  }

  /** Retries a request, because one of the replicas may hang. */
  private <T> T withRetries(Supplier<T> request) {
    for (int i = 1; ; i++) {
      clients.evictIdle();
      try {
        return request.get();
      } catch (ClientException e) {
        if (i == MAX_ATTEMPTS || e instanceof CancelledException) {
          throw e;
        }
      }
    }
  }
}
