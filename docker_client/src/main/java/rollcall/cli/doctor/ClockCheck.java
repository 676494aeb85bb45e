package rollcall.cli.doctor;

import static java.util.Comparator.comparing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import rollcall.cli.text.Formats;

/** Checks that the database's time, which all replicas use, agrees with the local clock. */
final class ClockCheck {
  private static final Duration TOLERANCE = Duration.ofSeconds(2);

  private ClockCheck() {}

  static List<Finding> examine(Observations observations) {
    // The shortest round trip gives the most exact estimate.
    Map<String, StatusSample> fastest = new TreeMap<>();
    for (StatusSample sample : observations.samples()) {
      fastest.merge(
          sample.status().replica(),
          sample,
          BinaryOperator.minBy(comparing(StatusSample::roundTrip)));
    }
    List<Finding> findings = new ArrayList<>();
    fastest.forEach(
        (replica, sample) -> {
          Duration ahead = sample.ahead();
          if (ahead.abs().compareTo(TOLERANCE) > 0) {
            findings.add(
                Finding.bad(
                    "clock",
                    "clock: the database's time (through %s) is %s %s this machine's"
                        .formatted(
                            replica,
                            Formats.time(ahead.abs()),
                            ahead.isNegative() ? "behind" : "ahead of"),
                    "Synchronize the clocks of both machines with NTP: timedatectl"));
          }
        });
    return findings.isEmpty()
        ? List.of(Finding.good("clock", "clock: the database's time agrees with this machine's"))
        : findings;
  }
}
