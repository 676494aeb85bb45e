package rollcall.e2e.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rollcall.e2e.program.Programs;
import rollcall.e2e.program.Server;

/** Single requests of the page that fail, and a page that is open for long. */
@Tag("browser")
class LostAnswersTest {
  private static final int MANY = 300;

  @TempDir Path folder;
  private Programs programs;
  private Server server;
  private Swarm swarm;
  private Browser page;

  @BeforeEach
  void start() throws Exception {
    programs = new Programs(folder);
    server = programs.server("server.1");
    swarm = new Swarm(server).put("node1", "web", null, "running");
    swarm.reportAll();
    page = new Browser();
    page.open(server.url("/"));
    page.awaitLive();
    page.await("its card", p -> p.cards().contains("web"));
  }

  @AfterEach
  void stop() {
    try {
      page.hasNoErrors(true);
    } finally {
      page.close();
      programs.close();
    }
  }

  @Test
  void nodesThatCannotBeRead_takeNoContainersWithThem() throws Exception {
    page.block("*/api/nodes*");
    swarm.put("node2", "new", null, "running").about("node2", "listed", 2);
    swarm.about("node2", "unread", 1).reportAll();

    page.await("the card of the new node", p -> p.cards().contains("new"));
    assertThat(page.texts("[data-node=node2] > p")).containsOnly("");

    page.block();
    swarm.put("node2", "later", null, "running").reportAll();
    page.await("what is said of it", p -> p.texts(".amiss > p").toString().contains("1 of 2"));
  }

  @Test
  void aTimeWhoseRosterDoesNotCome_saysSo() {
    page.block("*/api/containers?*at=*");
    page.script(
        "const link = Object.assign(document.createElement('a'), {href: '?at=' +"
            + " arguments[0]});history.pushState(null, '', link.href); dispatchEvent(new"
            + " PopStateEvent('popstate'))",
        Instant.now().toString());

    page.await("why", p -> p.find(".count").getText().contains("The server cannot be reached"));
    assertThat(page.cards()).isEmpty();

    page.block();
    page.find(".slider button").click();
    page.await("now", p -> p.cards().contains("web"));
  }

  /** Builds and batches make containers without end, and a page may be open for weeks. */
  @Test
  void containersThatAreGone_leaveNothingInThePage() throws Exception {
    for (int round = 0; round < 3; round++) {
      for (int i = 0; i < MANY; i++) {
        swarm.put("node1", "batch-" + round + "-" + i, null, "running");
      }
      swarm.report("node1");
      page.await("they are there", Duration.ofSeconds(30), p -> p.all(".card").size() > MANY);
      for (int i = 0; i < MANY; i++) {
        swarm.remove("node1", "batch-" + round + "-" + i);
      }
      swarm.report("node1");
      page.await("they are gone", Duration.ofSeconds(30), p -> p.all(".card").size() == 1);
    }
    page.await("they are forgotten", Duration.ofSeconds(40), p -> p.largest("Map") < MANY);
  }
}
