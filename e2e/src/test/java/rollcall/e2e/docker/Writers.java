package rollcall.e2e.docker;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import rollcall.api.container.Report;
import rollcall.client.RollcallClient;
import rollcall.client.http.ClientException;

/** Clients that store a report after the other at layer 7, and which of them were acknowledged. */
final class Writers {
  private final Queue<Write> acknowledged = new ConcurrentLinkedQueue<>();
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean enough;

  /**
   * An acknowledged write.
   *
   * @param time when its answer was here
   * @param name of the container that it reports
   */
  record Write(Instant time, String name) {}

  Writers(int count, RollcallClient client) {
    for (int i = 0; i < count; i++) {
      String prefix = "written-" + i + "-";
      Thread thread = new Thread(() -> write(client, prefix), prefix);
      thread.setDaemon(true);
      thread.start();
      threads.add(thread);
    }
  }

  private void write(RollcallClient client, String prefix) {
    for (int i = 0; !enough; i++) {
      String name = prefix + i;
      try {
        client.post(Report.basic(name, name, "lab", Instant.now(), 1.5, 0.25));
        acknowledged.add(new Write(Instant.now(), name));
      } catch (ClientException refused) {
        // It may be stored or not: there was no promise.
      }
    }
  }

  /** All until now, the first one first. */
  List<Write> acknowledged() {
    return acknowledged.stream().sorted(Comparator.comparing(Write::time)).toList();
  }

  /** All, once the last answer is here. */
  List<Write> stop() throws InterruptedException {
    enough = true;
    for (Thread thread : threads) {
      thread.join();
    }
    return acknowledged();
  }
}
