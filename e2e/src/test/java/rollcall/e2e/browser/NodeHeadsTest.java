package rollcall.e2e.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rollcall.e2e.program.Programs;
import rollcall.e2e.program.Server;

/** What a node's column says of the node: containers not read in full, another machine's name. */
@Tag("browser")
class NodeHeadsTest {
  @TempDir Path folder;
  private Programs programs;
  private Server server;
  private Browser page;

  @BeforeEach
  void start() throws Exception {
    programs = new Programs(folder);
    server = programs.server("server.1");
    page = new Browser();
  }

  @AfterEach
  void stop() {
    try {
      page.hasNoErrors(false);
    } finally {
      page.close();
      programs.close();
    }
  }

  @Test
  void containersNotReadInFull_areCountedUntilTheyAre() throws Exception {
    Swarm swarm = new Swarm(server).put("node1", "web", null, "running");
    swarm.put("node2", "db", null, "running").about("node2", "listed", 1);
    swarm.about("node1", "listed", 5).about("node1", "unread", 4).reportAll();
    open();
    page.await("the count", p -> head("node1").contains("4 of 5 containers could not be read"));
    assertThat(page.all(".columns .amiss")).hasSize(1);
    assertThat(head("node2")).isEmpty();
    page.isAccessible();

    swarm.about("node1", "unread", 0).put("node1", "web", null, "paused").report("node1");
    page.await("all is read", Duration.ofSeconds(30), p -> head("node1").isEmpty());
    assertThat(page.all(".columns .amiss")).isEmpty();
  }

  @Test
  void machinesOfOneName_saySoBoth() throws Exception {
    machine("aaaa:1111", "one");
    open();
    page.await("the first", p -> p.texts(".columns h2").contains("debian"));
    assertThat(head("debian")).isEmpty();

    machine("2F9C:1ABC", "two");
    for (String node : new String[] {"debian", "debian~2f9c1a"}) {
      page.await(
          "the clash at " + node,
          Duration.ofSeconds(30),
          p -> head(node).contains("Another machine has the hostname debian, too"));
    }
    assertThat(page.all(".columns .amiss")).hasSize(2);
    assertThat(page.cards()).containsExactlyInAnyOrder("one", "two");
    page.isAccessible();
  }

  @Test
  void aSilentNode_staysReadable() throws Exception {
    new Swarm(server).put("node1", "web", null, "running").reportAll();
    server = programs.server("server.2", Map.of("ROLLCALL_STALE_AFTER", "3s"));
    open();
    page.await("silence", Duration.ofMinutes(1), p -> !p.all(".columns .stale").isEmpty());
    page.isAccessible();
  }

  /** A machine of that name, with an engine and a container of its own. */
  private void machine(String engine, String container) throws Exception {
    new Swarm(server)
        .put("debian", container, null, "running")
        .about("debian", "engine_id", engine)
        .about("debian", "run", "run-of-" + container)
        .about("debian", "sequence", 1)
        .reportAll();
  }

  private void open() {
    page.open(server.url("/"));
    page.awaitLive();
  }

  private String head(String node) {
    return page.texts("[data-node='" + node + "'] > p").stream().findFirst().orElse("");
  }
}
