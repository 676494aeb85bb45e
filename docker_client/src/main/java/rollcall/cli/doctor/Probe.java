package rollcall.cli.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import rollcall.client.http.ClientException;

/** The results of repeated requests to one address, each on a new connection. */
final class Probe {
  // Each request to a hanging replica takes seconds.
  private static final int MAX_FAILURES = 4;
  private static final int MAX_FAILURES_WITHOUT_SAMPLE = 2;
  private static final int MIN_REQUESTS = 2;
  private static final int MAX_REQUESTS_PER_REPLICA = 4;

  private final ProbeTarget target;
  private final List<StatusSample> samples = new ArrayList<>();
  private final List<ClientException> failures = new ArrayList<>();

  Probe(ProbeTarget target) {
    this.target = target;
  }

  void add(StatusSample sample) {
    samples.add(sample);
  }

  void add(ClientException failure) {
    failures.add(failure);
  }

  ProbeTarget target() {
    return target;
  }

  List<StatusSample> samples() {
    return samples;
  }

  List<ClientException> failures() {
    return failures;
  }

  int requests() {
    return samples.size() + failures.size();
  }

  /** The names of the replicas that responded. */
  Set<String> replicas() {
    Set<String> replicas = new TreeSet<>();
    samples.forEach(sample -> replicas.add(sample.status().replica()));
    return replicas;
  }

  /** Whether further requests are unnecessary. */
  boolean isDone(Set<String> alive, int expected) {
    int count = Math.max(alive.size(), expected);
    if (failures.size() >= (samples.isEmpty() ? MAX_FAILURES_WITHOUT_SAMPLE : MAX_FAILURES)
        || requests() >= Math.max(MIN_REQUESTS, MAX_REQUESTS_PER_REPLICA * count)) {
      return true;
    }
    return samples.size() >= Math.max(MIN_REQUESTS, expected) && replicas().containsAll(alive);
  }
}
