package rollcall.e2e.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import rollcall.api.Paths;
import rollcall.e2e.Http;

/** Reports and variables in turn, each on a connection of its own, and what became of each. */
final class MixedWrites {
  private static final int VARIABLES = 10;

  private final Http http;
  private final Queue<Write> writes = new ConcurrentLinkedQueue<>();
  private final Thread thread = new Thread(this::run, "writes");
  private volatile boolean enough;

  /**
   * One of them.
   *
   * @param number of the report {@code rN} and of the variable's value
   * @param failure null where it was acknowledged
   */
  record Write(int number, String failure) {}

  /** Begins to write to the server at {@code url}. */
  MixedWrites(String url) {
    http = new Http(url);
    thread.setDaemon(true);
    thread.start();
  }

  private void run() {
    for (int number = 1; !enough; number++) {
      String id = "r" + number;
      // The six fields that every release has taken.
      String report =
          """
          {"id": "%s", "name": "%s", "image": "i", "timestamp": "2026-11-01T00:00:00Z",
           "memory_usage": 1, "cpu_usage": 0}
          """
              .formatted(id, id);
      String value = "{\"value\":\"" + number + "\"}";
      note(number, () -> http.post(Paths.REPORTS, report));
      int variable = number % VARIABLES;
      note(number, () -> http.put(Paths.VARS + "/v" + variable, value));
    }
  }

  private void note(int number, Supplier<Http.Reply> request) {
    try {
      Http.Reply reply = request.get();
      boolean isAcknowledged = reply.status() == 200 || reply.status() == 201;
      writes.add(new Write(number, isAcknowledged ? null : reply.status() + reply.body()));
    } catch (AssertionError noAnswer) {
      writes.add(new Write(number, noAnswer.getMessage()));
    }
  }

  /** All of them, once the last one is answered. */
  List<Write> stop() throws InterruptedException {
    enough = true;
    thread.join();
    return new ArrayList<>(writes);
  }

  /** Each variable has the last value that it was given. */
  void assertVariables() {
    int last = writes.stream().mapToInt(Write::number).max().orElseThrow();
    for (int number = last; number > Math.max(0, last - VARIABLES); number--) {
      String variable = "/v" + number % VARIABLES;
      assertThat(http.get(Paths.VARS + variable).is(200).text("value"))
          .as(variable)
          .isEqualTo("" + number);
    }
  }
}
