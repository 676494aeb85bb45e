package rollcall.e2e.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rollcall.e2e.program.Program;
import rollcall.e2e.program.Programs;
import rollcall.e2e.program.Server;

/**
 * A million requests that no good client sends, or {@code -Dfuzz.requests}, then slow and huge ones
 * and ten thousand connections, or {@code -Dfuzz.connections}, beside a good client that must not
 * notice: nothing but documented refusals, and the memory stays within what stack.yml allows.
 * {@code -Dfuzz.seed} repeats a run.
 */
@Tag("long")
class FuzzTest {
  private static final long REQUESTS = Long.getLong("fuzz.requests", 1_000_000);
  private static final boolean SHORT = REQUESTS < 100_000;
  private static final int CONNECTIONS =
      Integer.getInteger("fuzz.connections", SHORT ? 1500 : 10_000);
  private static final long SEED =
      Long.getLong("fuzz.seed", ThreadLocalRandom.current().nextInt(1_000_000_000));
  private static final int FUZZERS = 8;
  private static final int SLOW_HEADERS = 300;
  private static final int SLOW_BODIES = 64;
  private static final int MOST_MILLIS = 10_000;
  private static final int MOST_MIB = 256;
  private static final int MOST_LINES = 200;
  private static final Pattern STACK_TRACE = Pattern.compile("^\\s+at |Exception");

  @TempDir Path folder;

  @Test
  void requestsThatNoGoodClientSends_areRefusedAsDocumented_andNobodyElseNotices()
      throws Exception {
    System.out.println("seed " + SEED);
    try (Programs programs = new Programs(folder)) {
      Map<String, String> settings = new HashMap<>();
      settings.put("ROLLCALL_MAX_REPORTS", "1000");
      settings.put("ROLLCALL_MAX_CHANGES", "20000");
      Server open = programs.server("open", settings);
      settings.put("ROLLCALL_TOKEN", "a-token-of-24-characters");
      Server closed = programs.server("closed", settings); // it takes a proof of who writes
      List<Program> servers = List.of(open.program(), closed.program());

      String account = fuzz(address(open), address(closed));
      long memory = 0;
      for (Program server : servers) {
        memory = Math.max(memory, mostMebibytes(server));
      }
      assertThat(memory).as("most MiB of a server").isLessThanOrEqualTo(MOST_MIB);
      List<String> lines = servers.stream().flatMap(server -> server.said().lines()).toList();
      assertThat(lines).noneMatch(STACK_TRACE.asPredicate());
      // The audit log has the refused writes, too, with a bound of its own.
      List<String> others = lines.stream().filter(line -> !line.contains(" audit ")).toList();
      assertThat(others).as("lines of log").hasSizeLessThanOrEqualTo(MOST_LINES);
      programs.assertWhole();
      System.out.printf(
          "seed %d: %s; at most %d MiB resident, %d lines of log, integrity ok%n",
          SEED, account, memory, others.size());
    }
  }

  private static InetSocketAddress address(Server server) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port());
  }

  private static long mostMebibytes(Program server) throws IOException {
    assertThat(server.isAlive()).as("the server is there").isTrue();
    return Files.readAllLines(Path.of("/proc/" + server.pid() + "/status")).stream()
        .filter(line -> line.startsWith("VmHWM:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
        .findFirst()
        .orElseThrow();
  }

  /** Returns what there is to tell of it. */
  private static String fuzz(InetSocketAddress open, InetSocketAddress closed) throws Exception {
    Account account = new Account();
    GoodClient good = new GoodClient(open, account, MOST_MILLIS);
    good.start();
    List<Thread> fuzzers = new ArrayList<>();
    for (int i = 0; i < FUZZERS; i++) {
      fuzzers.add(new Thread(new Fuzzer(SEED, i, REQUESTS, open, closed, account)));
    }
    fuzzers.forEach(Thread::start);
    for (Thread fuzzer : fuzzers) {
      fuzzer.join();
    }

    assertThat(account.answered()).as("answers").isGreaterThanOrEqualTo(REQUESTS);

    Crowd crowd = new Crowd(open);
    int seconds = SHORT ? 5 : 30;
    int givenUp = crowd.slow(SLOW_HEADERS, SLOW_BODIES, seconds);
    long most = 0;
    for (int i = 0; i < 10; i++) {
      most = Math.max(most, crowd.large(i));
    }
    Crowd.Answered many = crowd.many(CONNECTIONS, 20);
    good.end();
    assertThat(account.faults()).as("the first of %d faults", account.wrong()).isEmpty();
    return ("%d answers %s, %d wrong; %d slow clients for %d s (%d given up); bodies of 100 MB"
            + " refused after at most %.1f MB; of %d connections at once %d opened, %d of %d who"
            + " asked answered; a good client's %d requests all answered, the slowest after %d ms")
        .formatted(
            account.answered(),
            account.statuses(),
            account.wrong(),
            SLOW_HEADERS + SLOW_BODIES,
            seconds,
            givenUp,
            most / 1e6,
            CONNECTIONS,
            many.opened(),
            many.answered(),
            (CONNECTIONS + 1) / 2,
            good.served(),
            good.slowest());
  }
}
