package rollcall.e2e.soak;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rollcall.e2e.Secret;
import rollcall.e2e.program.Programs;
import rollcall.e2e.program.Server;

/**
 * An hour, or {@code -Dsoak.minutes}, of mixed load at half of what two servers of one database
 * reach here, or {@code -Dsoak.rate} requests a second: memory, open files and threads stay as they
 * are, the write-ahead log stays bounded, nothing fails. {@code -Dsoak.samples} names a file that
 * is to keep the samples.
 */
@Tag("long")
class SoakTest {
  private static final int MINUTES = Integer.getInteger("soak.minutes", 60);
  private static final long RATE = Long.getLong("soak.rate", 0);
  private static final String SAMPLES = System.getProperty("soak.samples", "");
  private static final Duration EVERY = Duration.ofSeconds(10);

  /** A collection each, which costs. */
  private static final int MEMORY_EVERY = MINUTES < 30 ? 1 : 6;

  private static final long WARM_UP = MINUTES * 60L / 6;
  private static final long MOST_DRIFT_KIB = 5120;
  private static final long MOST_WAL_KIB = 65_536;

  // As many connections are open as happen to be used: a dozen more or less from one sample to the
  // next. One file in 30,000 requests left open would still be noticed in an hour.
  private static final long MORE_FILES = 8;
  private static final long MORE_THREADS = 3;

  @TempDir Path folder;

  private final String key = Secret.random();
  private final String token = Secret.random();
  private List<String> urls;
  private long mostWal;

  @Test
  void anHourOfMixedLoad_takesNoMoreAtItsEnd_andNothingFails() throws Exception {
    try (Programs programs = new Programs(folder)) {
      // Limits so low that pruning has work in each round.
      List<Server> servers =
          programs.servers(
              2,
              Map.of(
                  "ROLLCALL_AGENT_KEY", key,
                  "ROLLCALL_TOKEN", token,
                  "ROLLCALL_STALE_AFTER", "30s",
                  "ROLLCALL_MAX_REPORTS", "5000",
                  "ROLLCALL_MAX_CHANGES", "5000",
                  "ROLLCALL_MAX_LOGGED_REQUESTS", "5000",
                  "ROLLCALL_MAX_CONTAINERS", "1500"));
      urls = servers.stream().map(server -> server.url("")).toList();
      long rate = RATE;
      String share = "as was asked for";
      if (rate == 0) {
        long reached = reached();
        rate = reached / 2;
        share = "half of the %d reached here".formatted(reached);
      }
      System.out.printf("soaking with %d requests a second, %s%n", rate, share);
      List<Samples> samples = new ArrayList<>();
      for (Server server : servers) {
        samples.add(new Samples(server.program().pid()));
      }
      MixedLoad load = load((double) rate, Duration.ofMinutes(MINUTES));
      sample(load, samples);
      keep(samples);

      String told = tell(samples);
      assertThat(mostWal).as("KiB of the write-ahead log").isLessThanOrEqualTo(MOST_WAL_KIB);
      assertThat(load.failures()).as("%s", load).isEmpty();
      programs.assertWhole();
      System.out.printf(
          "%d minutes of %d requests a second, %s: %s; %s; write-ahead log at most %d KiB;"
              + " integrity ok%n",
          MINUTES, rate, share, load, told, mostWal);
    }
  }

  private MixedLoad load(double rate, Duration length) {
    MixedLoad load = new MixedLoad(urls, key, token, rate, length);
    load.start();
    return load;
  }

  private long reached() throws InterruptedException {
    MixedLoad load = load(0, Duration.ofSeconds(20));
    assertThat(load.endsWithin(Duration.ofMinutes(2))).isTrue();
    return Math.round(load.reached());
  }

  /** Until the load ends. */
  private void sample(MixedLoad load, List<Samples> samples)
      throws IOException, InterruptedException {
    long start = System.nanoTime();
    int count = 0;
    do {
      long second = (System.nanoTime() - start) / 1_000_000_000;
      for (Samples one : samples) {
        one.take(second, count % MEMORY_EVERY == 0);
      }
      mostWal = Math.max(mostWal, Files.size(folder.resolve("rollcall.db-wal")) / 1024);
      count++;
    } while (!load.endsWithin(EVERY.multipliedBy(count).minusNanos(System.nanoTime() - start)));
  }

  private static void keep(List<Samples> samples) throws IOException {
    if (!SAMPLES.isEmpty()) {
      List<String> lines =
          samples.stream().flatMap(one -> one.all().stream()).map(Object::toString).toList();
      Files.write(Path.of(SAMPLES), lines);
    }
  }

  /** What the processes took; fails where it rose. */
  private static String tell(List<Samples> samples) {
    List<Samples.Trend> memory =
        trends("KiB in use", samples, MOST_DRIFT_KIB, Samples.Sample::used);
    List<Samples.Trend> files =
        trends("open files", samples, MORE_FILES, one -> OptionalLong.of(one.openFiles()));
    List<Samples.Trend> threads =
        trends("threads", samples, MORE_THREADS, one -> OptionalLong.of(one.threads()));
    Samples.Trend most = memory.stream().max(Comparator.comparing(Samples.Trend::rise)).get();
    long resident =
        samples.stream()
            .flatMap(one -> one.all().stream())
            .mapToLong(Samples.Sample::resident)
            .max()
            .getAsLong();
    return "in use at the end %d MiB, drift %.1f MiB, at most %d MiB resident; open files %s, threads %s"
        .formatted(
            most.last() / 1024, most.rise() / 1024.0, resident / 1024, text(files), text(threads));
  }

  private static List<Samples.Trend> trends(
      String what,
      List<Samples> samples,
      long most,
      Function<Samples.Sample, OptionalLong> figure) {
    List<Samples.Trend> trends = samples.stream().map(one -> one.trend(WARM_UP, figure)).toList();
    for (Samples.Trend trend : trends) {
      assertThat(trend.rise()).as("%s: %s", what, trend).isLessThanOrEqualTo(most);
    }
    return trends;
  }

  private static String text(List<Samples.Trend> trends) {
    return trends.stream().map(Samples.Trend::toString).collect(joining(" "));
  }
}
