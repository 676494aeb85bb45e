package rollcall.e2e.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rollcall.e2e.program.Link;
import rollcall.e2e.program.Programs;
import rollcall.e2e.program.Server;

/** A replica that dies: the page says so, and goes on with another. */
@Tag("browser")
class StreamTest {
  @TempDir Path folder;

  @Test
  void anotherDatabaseIsLoadedAnewThoughItsRevisionIsLower() throws Exception {
    try (Programs programs = new Programs(Files.createDirectory(folder.resolve("one")));
        Programs others = new Programs(Files.createDirectory(folder.resolve("two")));
        Browser page = new Browser()) {
      Server first = programs.server("server.1");
      Server restored = others.server("server.2");
      List<Integer> ports = new CopyOnWriteArrayList<>(List.of(first.port()));
      try (Link balancer = new Link(ports)) {
        Swarm swarm = new Swarm(first).put("node1", "stays", null, "running");
        swarm.put("node1", "ghost", null, "running").put("node2", "ghost2", null, "running");
        for (int i = 0; i < 20; i++) {
          swarm.put("node1", "ghost", null, i % 2 == 0 ? "paused" : "running").reportAll();
        }
        new Swarm(restored).put("node1", "stays", null, "paused").reportAll();
        page.open(balancer.url("/"));
        page.awaitLive();
        page.await("all cards", p -> p.cards().size() == 3);

        ports.set(0, restored.port());
        first.kill();

        page.await("no ghost", Duration.ofSeconds(30), p -> p.cards().equals(List.of("stays")));
        page.await("how it is there", p -> !p.all("[data-state=paused]").isEmpty());
        new Swarm(restored)
            .put("node1", "stays", null, "running")
            .put("node1", "new", null, "running")
            .reportAll();
        page.await("live", Duration.ofSeconds(30), p -> p.cards().contains("new"));
        page.awaitLive();
      }
    }
  }

  @Test
  void lossIsSaidAndAnotherReplicaGoesOn() throws Exception {
    try (Programs programs = new Programs(folder);
        Browser page = new Browser()) {
      Server first = programs.server("server.1");
      Server second = programs.server("server.2");
      Link balancer = new Link(List.of(first.port(), second.port()));
      Swarm swarm = new Swarm(second).put("node1", "web", null, "running");
      swarm.reportAll();
      page.open(balancer.url("/"));
      page.awaitLive();
      String told = page.find("#stream").getText();
      boolean byFirst = told.equals("live from server.1@node0");
      Server teller = byFirst ? first : second;
      Server other = byFirst ? second : first;

      teller.kill();
      page.await("the loss is said", p -> p.find("#stream").getText().startsWith("not live"));
      Swarm now = new Swarm(other).put("node1", "web", null, "running");
      now.put("node1", "meanwhile", null, "running").report("node1");

      String want = "live from server." + (byFirst ? 2 : 1) + "@node0";
      page.await(
          "another tells", Duration.ofSeconds(15), p -> p.find("#stream").getText().equals(want));
      page.await("what came meanwhile", p -> p.cards().contains("meanwhile"));
      page.hasNoErrors(true);
      assertThat(page.hosts()).containsOnly("127.0.0.1");
      balancer.close();
    }
  }
}
