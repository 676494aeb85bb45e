package rollcall.cli.doctor;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import rollcall.api.Node;
import rollcall.api.Nodes;
import rollcall.api.Status;
import rollcall.client.Answer;
import rollcall.client.CancelledException;
import rollcall.client.ClientException;
import rollcall.client.Connections;
import rollcall.client.Endpoint;
import rollcall.client.Peer;
import rollcall.client.ProblemException;
import rollcall.client.RollcallClient;
import rollcall.client.UnreachableException;

/**
 * Examines a swarm: asks at every node's port until each replica has answered there, one request
 * after the other, so that a read that shows less than the one before is a proof.
 */
public final class Doctor {
  private static final int TRIES = 3;
  private static final List<Function<Evidence, List<Finding>>> CHECKS =
      List.of(
          PlaceCheck::examine,
          ReplicaCheck::examine,
          StorageCheck::examine,
          AgentCheck::examine,
          RosterCheck::examine,
          ClockCheck::examine,
          VersionCheck::examine);

  private final Connections connections;
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
      Connections connections,
      Duration timeout,
      Optional<String> token,
      Consumer<String> progress) {
    this.connections = connections;
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
  public Examination examine(Endpoint server, int port) {
    shown = isClosed(server) ? token : Optional.empty();
    Evidence evidence = new Evidence();
    Visit first = visit(new Place("server URL " + server, server, null), evidence);
    if (first.readings().isEmpty()) {
      throw first.failures().get(0);
    }
    RollcallClient client = new RollcallClient(connections, server, timeout, shown);
    Answer<Nodes> nodes = patiently(client::nodes);
    evidence.add(nodes.value().nodes(), nodes.time());
    for (Node node : nodes.value().nodes()) {
      // Where the server listens for this machine alone, no other address leads to it.
      if (!evidence.isForThisMachine() && node.address() != null && evidence.isMember(node)) {
        Endpoint endpoint = Endpoint.on(Peer.SERVER, node.address(), port);
        visit(new Place("node " + node.name() + " (" + endpoint + ")", endpoint, node), evidence);
      }
    }
    List<Finding> findings = new ArrayList<>();
    CHECKS.forEach(check -> findings.addAll(check.apply(evidence)));
    boolean healthy = findings.stream().allMatch(f -> f.verdict() != Finding.Verdict.BAD);
    return new Examination(healthy, evidence.isSwarm(), findings);
  }

  private boolean isClosed(Endpoint server) {
    if (token.isEmpty()) {
      return false;
    }
    try {
      new RollcallClient(connections, server, timeout).nodes();
      return false;
    } catch (ProblemException e) {
      return e.status() == 401;
    } catch (UnreachableException e) {
      return false; // found out below, patiently
    }
  }

  private Visit visit(Place place, Evidence evidence) {
    RollcallClient client = new RollcallClient(connections, place.endpoint(), timeout, shown);
    Visit visit = new Visit(place);
    evidence.add(visit);
    while (!visit.isDone(evidence.alive(), evidence.expected())) {
      progress.accept("asking " + place.name() + ", request " + (visit.requests() + 1));
      // The mesh balances connections: a fresh one meets another replica.
      connections.release();
      Instant asked = Instant.now();
      try {
        Status status = client.status().value();
        visit.add(new Reading(status, asked, Instant.now()));
        evidence.add(status);
      } catch (CancelledException e) {
        throw e;
      } catch (ClientException e) {
        visit.add(e);
      }
    }
    return visit;
  }

  /** A request that may meet a replica that hangs, and then the next. */
  private <T> T patiently(Supplier<T> request) {
    for (int i = 1; ; i++) {
      connections.release();
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
