package rollcall.e2e.swarm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import rollcall.client.http.ClientException;
import rollcall.e2e.machine.Machine;

/**
 * Stores one report after the other in the background, and keeps account of those that were
 * acknowledged.
 */
final class Writer implements AutoCloseable {
  private final List<String> acknowledged = new CopyOnWriteArrayList<>();
  private final Thread thread;
  private volatile boolean enough;

  /** Starts it, through a machine's port. */
  Writer(Machine machine, String prefix) {
    Swarm.token(); // from now on no machine is asked but the one written to
    thread = new Thread(() -> write(machine, prefix), "writer");
    thread.setDaemon(true);
    thread.start();
  }

  private void write(Machine machine, String prefix) {
    for (int i = 0; !enough; i++) {
      String name = prefix + "-" + i;
      try {
        Swarm.post(machine, name);
        acknowledged.add(name);
      } catch (ClientException notAcknowledged) {
        // Whether it was stored is unknown, and no requirement.
      }
    }
  }

  /** Returns when so many were acknowledged. */
  void awaitAcknowledged(int count) {
    Awaitility.await(count + " acknowledged writes")
        .atMost(Swarm.PATIENCE)
        .until(() -> acknowledged.size() >= count);
  }

  /** How many were acknowledged until now. */
  int acknowledged() {
    return acknowledged.size();
  }

  @Override
  public void close() {
    enough = true;
    try {
      thread.join(60_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Each acknowledged one is there, and the last one behind every replica. */
  void assertNothingLost(int replicas) {
    close();
    assertThat(acknowledged).as("acknowledged writes").isNotEmpty();
    System.out.printf("%d acknowledged writes%n", acknowledged.size());
    for (String name : acknowledged) {
      assertThat(Swarm.container(Swarm.SERVER, name).report().name()).isEqualTo(name);
    }
    Swarm.knownToAll(acknowledged.get(acknowledged.size() - 1), replicas);
  }
}
