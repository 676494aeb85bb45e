package rollcall.cli.doctor;

import static java.util.Comparator.comparing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import rollcall.cli.text.Formats;

/** The database's time, which each replica tells as its own, agrees with the clock here. */
final class ClockCheck {
  private static final Duration TOLERANCE = Duration.ofSeconds(2);

  private ClockCheck() {}

  static List<Finding> examine(Observations observations) {
    // The shortest way tells most.
    Map<String, StatusSample> best = new TreeMap<>();
    for (StatusSample sample : observations.samples()) {
      best.merge(
          sample.status().replica(),
          sample,
          BinaryOperator.minBy(comparing(StatusSample::roundTrip)));
    }
    List<Finding> findings = new ArrayList<>();
    best.forEach(
        (replica, sample) -> {
          Duration ahead = sample.ahead();
          if (ahead.abs().compareTo(TOLERANCE) > 0) {
            findings.add(
                Finding.bad(
                    "clock",
                    "clock: the database's time, by %s, is %s %s this machine's"
                        .formatted(
                            replica,
                            Formats.time(ahead.abs()),
                            ahead.isNegative() ? "behind" : "ahead of"),
                    "Let this machine and the database's keep their time from the network:"
                        + " timedatectl"));
          }
        });
    return findings.isEmpty()
        ? List.of(Finding.good("clock", "clock: the database's time agrees with this machine's"))
        : findings;
  }
}
