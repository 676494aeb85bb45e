package rollcall.e2e.swarm;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A replica's process is killed in the middle of writes: the swarm replaces it, and nothing that
 * was acknowledged is lost. What the dead one was just answering fails; the rest does not.
 */
@Tag("swarm")
class KillTest {
  /** Of some hundred: what was on its way to the dead one. */
  private static final int ON_ITS_WAY = 40;

  @RegisterExtension static final Swarm SWARM = new Swarm();

  @Test
  void killedReplica_isReplaced_andNoAcknowledgedWriteIsLost() {
    try (Writer writer = new Writer(Swarm.CLIENT, "kill");
        Load load = Load.start()) {
      writer.awaitAcknowledged(30);
      Swarm.SERVER.ok("docker kill -s KILL \"$(docker ps -q --filter name=rollcall_server.1)\"");
      int before = writer.acknowledged();
      writer.awaitAcknowledged(before + 30);
      Swarm.awaitWhole();
      writer.assertNothingLost(3);
      load.stop(ON_ITS_WAY);
    }
  }
}
