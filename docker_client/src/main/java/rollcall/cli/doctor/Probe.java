package rollcall.cli.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import rollcall.client.http.ClientException;

/** What asking at one place again and again brought; each time on a fresh connection. */
final class Probe {
  // A hanging replica costs seconds each time it is met.
  private static final int MAX_FAILURES = 4;
  private static final int MAX_FAILURES_OF_NONE = 2;
  private static final int MIN_READINGS = 2;
  private static final int ROUNDS = 4;

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

  /** The replicas that answered, by name. */
  Set<String> met() {
    Set<String> met = new TreeSet<>();
    samples.forEach(sample -> met.add(sample.status().replica()));
    return met;
  }

  /** Whether asking once more would tell nothing new. */
  boolean isDone(Set<String> alive, int expected) {
    int replicas = Math.max(alive.size(), expected);
    if (failures.size() >= (samples.isEmpty() ? MAX_FAILURES_OF_NONE : MAX_FAILURES)
        || requests() >= Math.max(MIN_READINGS, ROUNDS * replicas)) {
      return true;
    }
    return samples.size() >= Math.max(MIN_READINGS, expected) && met().containsAll(alive);
  }
}
