package rollcall.e2e.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import rollcall.e2e.program.Link;
import rollcall.e2e.program.Programs;
import rollcall.e2e.program.Server;

/** Requests and history: with two replicas behind one address. */
@Tag("browser")
class OtherViewsTest {
  @TempDir Path folder;
  private Programs programs;
  private Server server;
  private Link balancer;
  private Browser page;

  @BeforeEach
  void start() throws Exception {
    programs = new Programs(folder);
    server = programs.server("server.1");
    balancer = new Link(List.of(server.port(), programs.server("server.2").port()));
    page = new Browser();
  }

  @AfterEach
  void stop() throws Exception {
    try {
      page.hasNoErrors(false);
    } finally {
      page.close();
      balancer.close();
      programs.close();
    }
  }

  @Test
  void requests_thirtyFreshConnectionsReachBothReplicas() throws Exception {
    page.open(balancer.url("/?view=requests"));
    page.await("the log", p -> !p.all("tbody tr").isEmpty());
    page.find("main button").click();
    page.await(
        "the button's verdict",
        Duration.ofSeconds(20),
        p -> p.texts("p[role=status]").contains("30 answers from 2 replicas"));

    List<String> shares = page.texts("section:first-of-type .bars .words");
    assertThat(shares).hasSize(2);
    // Strictly in turn, but for the connections that the page had open before.
    assertThat(shares).allMatch(words -> words.matches("server\\.[12]@node0: (1[0-9]|20) .*"));
    page.await(
        "the log shows them", p -> p.find("tbody").getText().contains("dashboard GET /api/status"));
    assertThat(server.send("GET", "/api/requests?limit=200", null))
        .as("the stream, too, names the page")
        .contains("\"caller\":\"dashboard\",\"method\":\"GET\",\"path\":\"/api/changes\"");
    page.isAccessible();
    page.screenshot("requests");
  }

  @Test
  void history_showsWhoRanWhereAndWhyItEnded() throws Exception {
    Swarm swarm = new Swarm(server).put("node1", "web", "shop_web", "running");
    swarm.put("node1", "batch", null, "exited").reportAll();
    Thread.sleep(1500);
    swarm.remove("node1", "batch").report("node1");
    page.open(balancer.url("/?view=history"));
    page.await("both", p -> p.texts("tbody th").equals(List.of("web", "batch")));
    assertThat(page.texts("tbody td:last-child")).containsExactly("", "exited");
    assertThat(page.all(".placement.open")).hasSize(1);
    page.isAccessible();
    page.screenshot("history");

    page.find("#timeline-q").sendKeys("web");
    page.await("the one", p -> p.texts("tbody th").equals(List.of("web")));
    page.find("tbody th button").click();
    page.await("its details", p -> p.texts("dialog h2").equals(List.of("web")));
  }

  @Test
  void vars_whoIsTooLateIsShownWhatIsThereNow() throws Exception {
    page.open(balancer.url("/?view=vars"));
    page.await("the form", p -> !p.all("#new-key").isEmpty());
    page.find("#new-key").sendKeys("color");
    page.find("#new-value").sendKeys("red");
    page.find("form button").click();
    page.await("it is set", p -> p.texts("tbody td:nth-child(2)").equals(List.of("red")));

    page.find("tbody button[aria-label='Edit color']").click();
    WebElement field = page.find("tbody textarea");
    field.clear();
    field.sendKeys("blue");
    server.send("PUT", "/api/vars/color", "{\"value\":\"green\"}");
    page.await(
        "the conflict", p -> p.find("[role=alert]").getText().contains("it is \"green\" now"));
    assertThat(field.getDomProperty("value")).as("what was typed stays").isEqualTo("blue");
    page.isAccessible();
    page.screenshot("variables");

    field.sendKeys(Keys.ENTER);
    page.await("overwritten", p -> p.texts("tbody td:nth-child(2)").equals(List.of("blue")));
    assertThat(server.send("GET", "/api/vars/color", null)).contains("\"blue\"");
    page.find("tbody button[aria-label='Delete color']").click();
    page.await("it is gone", p -> p.all("tbody tr").isEmpty());
  }
}
