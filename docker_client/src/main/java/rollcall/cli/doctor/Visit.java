package rollcall.cli.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import rollcall.client.ClientException;

/** What asking at one place again and again brought; each time on a fresh connection. */
final class Visit {
  // A hanging replica costs seconds each time it is met.
  private static final int MAX_FAILURES = 4;
  private static final int MAX_FAILURES_OF_NONE = 2;
  private static final int MIN_READINGS = 2;
  private static final int ROUNDS = 4;

  private final Place place;
  private final List<Reading> readings = new ArrayList<>();
  private final List<ClientException> failures = new ArrayList<>();

  Visit(Place place) {
    this.place = place;
  }

  void add(Reading reading) {
    readings.add(reading);
  }

  void add(ClientException failure) {
    failures.add(failure);
  }

  Place place() {
    return place;
  }

  List<Reading> readings() {
    return readings;
  }

  List<ClientException> failures() {
    return failures;
  }

  int requests() {
    return readings.size() + failures.size();
  }

  /** The replicas that answered, by name. */
  Set<String> met() {
    Set<String> met = new TreeSet<>();
    readings.forEach(reading -> met.add(reading.status().replica()));
    return met;
  }

  /** Whether asking once more would tell nothing new. */
  boolean isDone(Set<String> alive, int expected) {
    int replicas = Math.max(alive.size(), expected);
    if (failures.size() >= (readings.isEmpty() ? MAX_FAILURES_OF_NONE : MAX_FAILURES)
        || requests() >= Math.max(MIN_READINGS, ROUNDS * replicas)) {
      return true;
    }
    return readings.size() >= Math.max(MIN_READINGS, expected) && met().containsAll(alive);
  }
}
