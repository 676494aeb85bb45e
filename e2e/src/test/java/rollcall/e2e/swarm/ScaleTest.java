package rollcall.e2e.swarm;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The number of replicas goes up and down under load: no request fails, and all always tell the
 * same.
 */
@Tag("swarm")
class ScaleTest {
  @RegisterExtension static final Swarm SWARM = new Swarm();

  @AfterEach
  void backToThree() {
    Swarm.scale(3);
    Swarm.awaitWhole();
  }

  @Test
  void upAndDown_underLoad_noRequestFails() {
    Swarm.post(Swarm.SERVER, "before-scale");
    try (Load load = Load.start()) {
      for (int replicas : new int[] {5, 2, 3, 1, 3}) {
        Swarm.scale(replicas);
        Swarm.awaitRunning("server", replicas);
        Swarm.awaitAnswering(Swarm.CLIENT, replicas);
        Swarm.knownToAll("before-scale", replicas);
        Swarm.post(Swarm.CLIENT, "at-" + replicas);
        Swarm.knownToAll("at-" + replicas, replicas);
      }
      load.until(1000).stop(0);
    }
  }
}
