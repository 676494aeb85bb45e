package rollcall.e2e.swarm;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The machine with the storage loses its power under writes: after its return every acknowledged
 * one is there. That is honest although no disk of this host is asked to keep up: what the machine
 * had synced is in this host's page cache, and what it had not is gone.
 */
@Tag("swarm")
class PowerCutTest {
  @RegisterExtension static final Swarm SWARM = new Swarm();

  @Test
  void powerCutUnderWrites_losesNoneThatWasAcknowledged() {
    try (Writer writer = new Writer(Swarm.SERVER, "cut")) {
      writer.awaitAcknowledged(10);
      Swarm.SERVER.cutPower();
      writer.close();
      Swarm.SERVER.boot();
      Swarm.awaitWhole();
      writer.assertNothingLost(3);
    }
  }
}
