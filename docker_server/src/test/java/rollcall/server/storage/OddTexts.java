package rollcall.server.storage;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import rollcall.api.Bounds;
import rollcall.api.container.Health;
import rollcall.api.container.Network;
import rollcall.api.container.Port;
import rollcall.api.container.Report;
import rollcall.api.container.ResourceLimits;
import rollcall.api.container.State;

/** Random valid reports with unusual texts, lengths and numbers, reproducible by their seed. */
final class OddTexts {
  /** Texts that programs often handle wrongly. */
  private static final List<String> PIECES =
      List.of(
          "a", "Z", "0", " ", "\t", "\n", "\r", "\u0001", "\u007f", "\u0085", "'", "\"", "\\", "%",
          "_", "!", ";", "$1", "?", "=", "--", "/*", "{", "]", ",", "<b>", "&amp;", "\u2028", "ü",
          "ß", "İ", "e\u0301", "ر", "\u202e", "日", "\ufeff", "\uffff", "\ufdd0", "🐳", "👩‍🚀");

  private final Random random;

  OddTexts(Random random) {
    this.random = random;
  }

  /**
   * Returns a text that is not blank, of up to {@code most} characters, often of exactly as many.
   */
  String text(int most) {
    int length = random.nextBoolean() ? most : 1 + random.nextInt(Math.min(most, 20));
    StringBuilder text = new StringBuilder("x");
    int kind = random.nextInt(3);
    while (true) {
      String piece =
          switch (kind) {
            case 0 -> PIECES.get(random.nextInt(PIECES.size()));
            // Incompressible text.
            case 1 -> Character.toString(0x4e00 + random.nextInt(0x5000));
            default -> Character.toString('a' + random.nextInt(26));
          };
      if (text.length() + piece.length() > length) {
        return text.toString();
      }
      text.append(piece);
    }
  }

  Report report(String id) {
    return Report.builder(
            id,
            text(Bounds.NAME),
            text(Bounds.IMAGE),
            Instant.parse("2026-11-20T12:00:00Z").plusNanos(random.nextInt(1_000_000_000)))
        .memoryUsage(number(1e12))
        .cpuUsage(number(1e6))
        .node(text(Bounds.NAME))
        .service(text(Bounds.NAME))
        .task(text(Bounds.ID))
        .slot(random.nextBoolean() ? null : random.nextInt())
        .state(State.RUNNING)
        .health(Health.HEALTHY)
        .exitCode(random.nextInt())
        .oomKilled(random.nextBoolean())
        .restarts(random.nextInt())
        .created(random.nextBoolean() ? null : Instant.ofEpochSecond(Integer.MAX_VALUE * 1000L))
        .started(random.nextBoolean() ? null : Instant.parse("0001-01-01T00:00:00Z"))
        .finished(random.nextBoolean() ? null : Instant.parse("9999-12-31T23:59:59.999999999Z"))
        .imageDigest(text(Bounds.IMAGE))
        .ports(List.of(new Port(random.nextInt(65536), text(16), text(64), random.nextInt())))
        .networks(List.of(new Network(text(Bounds.NAME), text(64))))
        .limits(new ResourceLimits(Double.MAX_VALUE, Double.MIN_VALUE, Long.MIN_VALUE))
        .labels(labels())
        .build();
  }

  private Map<String, String> labels() {
    return IntStream.range(0, random.nextInt(4))
        .boxed()
        .collect(
            Collectors.toMap(
                i -> i + text(Bounds.LABEL_KEY - 1),
                i -> text(Bounds.LABEL_VALUE),
                (one, other) -> one,
                TreeMap::new));
  }

  private double number(double most) {
    double[] numbers = {0, -0.0, Double.MIN_VALUE, 1e-300, 0.1, most};
    return numbers[random.nextInt(numbers.length)];
  }
}
