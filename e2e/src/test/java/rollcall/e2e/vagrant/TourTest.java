package rollcall.e2e.vagrant;

import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import rollcall.e2e.Bash;
import rollcall.e2e.TourPage;
import rollcall.e2e.swarm.Swarm;

/** The commands of docs/TOUR.md that need the two machines print what the page says. */
@Tag("vagrant")
class TourTest {
  @RegisterExtension static final Swarm SWARM = new Swarm();

  @Test
  void commandsOnTheSwarm_printWhatThePageSays() {
    try (Bash shell = new Bash(Map.of())) {
      TourPage.blocks("sh swarm").forEach(block -> block.check(shell::run));
    }
  }
}
