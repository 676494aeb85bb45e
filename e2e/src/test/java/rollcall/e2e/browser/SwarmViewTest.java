package rollcall.e2e.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.support.ui.Select;
import rollcall.e2e.program.Programs;
import rollcall.e2e.program.Server;

/** The swarm as it is and as it was: nodes, cards, filters, details, the time. */
@Tag("browser")
class SwarmViewTest {
  private static final String HOSTILE = "<img src=x onerror=document.title='owned'>";

  @TempDir static Path folder;
  private static Programs programs;
  private static Server server;
  private static Instant before;
  private static Swarm swarm;

  private Browser page;

  @BeforeAll
  static void startServer() throws Exception {
    programs = new Programs(folder);
    server = programs.server("server.1");
    swarm = new Swarm(server);
    swarm.put("node1", "shop_web.1", "shop_web", "running");
    swarm.put("node1", "shop_db.1", "shop_db", "running");
    swarm.put("node2", "shop_web.2", "shop_web", "running");
    swarm.put("node2", "old", null, "exited");
    swarm.put("node2", HOSTILE, null, "running");
    swarm.reportAll();
    Thread.sleep(1100);
    before = Instant.now();
    Thread.sleep(1100);
    swarm.remove("node2", "old").report("node2");
  }

  @AfterAll
  static void stopServer() {
    programs.close();
  }

  @BeforeEach
  void open() {
    page = new Browser();
    page.open(server.url("/"));
    page.awaitLive();
    page.await("all cards", p -> p.cards().size() == 4);
  }

  @AfterEach
  void close() {
    page.hasNoErrors(false);
    assertThat(page.hosts()).containsOnly("127.0.0.1");
    page.close();
  }

  @Test
  void firstLoad_showsNodesAsColumnsAndWhoTells() throws Exception {
    assertThat(page.texts(".columns h2")).containsExactly("node1", "node2");
    assertThat(page.texts("[data-node=node1] .card strong"))
        .containsExactly("shop_db.1", "shop_web.1");
    assertThat(page.texts("[data-node=node2] .card strong")).containsExactly("shop_web.2", HOSTILE);
    assertThat(page.find("#stream").getText()).isEqualTo("live from server.1@node0");
    assertThat(page.driver().getTitle()).isEqualTo("Rollcall");
    page.isAccessible();
    page.screenshot("swarm");
  }

  @Test
  void filters_liveInTheAddressBar() {
    page.find("#q").sendKeys("web");
    page.await("two cards", p -> p.cards().equals(List.of("shop_web.1", "shop_web.2")));
    new Select(page.find("#node")).selectByVisibleText("node2");
    page.await("one card", p -> p.cards().equals(List.of("shop_web.2")));
    assertThat(page.driver().getCurrentUrl()).contains("q=web").contains("node=node2");

    page.driver().navigate().refresh();
    page.await("the same card", p -> p.cards().equals(List.of("shop_web.2")));
    page.driver().navigate().back();
    page.await("the node's filter taken back", p -> p.cards().size() == 2);
  }

  @Test
  void timeSlider_showsTheSwarmAsOfThen() {
    page.open(server.url("/?at=" + before));
    page.await("the removed one is back", p -> p.cards().contains("old"));
    assertThat(page.find(".count").getText()).startsWith("5 of 5 containers, as of");
    page.isAccessible();

    page.find(".slider button").click();
    page.await("now", p -> !p.cards().contains("old"));
    WebElement range = page.find(".slider input");
    range.sendKeys(Keys.HOME); // an hour ago: before anything is remembered
    page.await(
        "why nothing is shown", p -> p.find(".count").getText().contains("earliest stored state"));
    assertThat(page.cards()).isEmpty();
    page.hasNoErrorsBut(410);
    assertThat(page.driver().getCurrentUrl()).contains("at=");
    range.sendKeys(Keys.END);
    page.await("now again", p -> p.cards().size() == 4);
  }

  @Test
  void keyboardAlone_opensAndClosesAContainer() throws Exception {
    WebElement body = page.find("body");
    body.sendKeys(Keys.TAB);
    assertThat(page.driver().switchTo().activeElement().getText()).isEqualTo("Skip to the content");
    for (int i = 0; i < 30; i++) {
      WebElement focused = page.driver().switchTo().activeElement();
      if (focused.getDomProperty("className").contains("card")) {
        break;
      }
      focused.sendKeys(Keys.TAB);
    }
    WebElement card = page.driver().switchTo().activeElement();
    assertThat(card.findElement(By.tagName("strong")).getText()).isEqualTo("shop_db.1");
    card.sendKeys(Keys.ENTER);
    page.await("the dialog", p -> p.texts("dialog h2").equals(List.of("shop_db.1")));
    page.await("its labels", p -> p.texts("dialog caption").contains("Labels"));
    page.isAccessible();
    page.screenshot("details");
    page.driver().switchTo().activeElement().sendKeys(Keys.ESCAPE);
    page.await("the dialog closed", p -> p.texts("dialog h2").isEmpty());
    assertThat(page.driver().getCurrentUrl()).doesNotContain("id=");
    assertThat(page.driver().switchTo().activeElement()).isEqualTo(card);
  }

  @Test
  void phone_fitsItsWidthInLightAndDark() throws Exception {
    page.size(390, 844);
    for (String scheme : List.of("light", "dark")) {
      page.colors(scheme);
      assertThat((Long) page.script("return document.documentElement.scrollWidth"))
          .as("no sideways scrolling")
          .isLessThanOrEqualTo(390);
      page.isAccessible();
      page.screenshot("phone-" + scheme);
    }
  }

  @Test
  void hostileName_isJustAName() throws Exception {
    assertThat(page.cards()).contains(HOSTILE);
    assertThat(page.all(".card img")).isEmpty();
    page.all(".card").stream()
        .filter(card -> card.getText().contains("onerror"))
        .findFirst()
        .orElseThrow()
        .click();
    page.await("the dialog", p -> p.texts("dialog h2").equals(List.of(HOSTILE)));
    Thread.sleep(300);
    assertThat(page.driver().getTitle()).isEqualTo("Rollcall");
  }

  @Test
  void changes_comeLiveAndInPlace() throws Exception {
    swarm.put("node1", "late", "shop_web", "running").report("node1");
    page.await("it appears", Duration.ofSeconds(2), p -> p.cards().contains("late"));
    swarm.put("node1", "late", "shop_web", "paused").report("node1");
    page.await(
        "it is paused",
        Duration.ofSeconds(2),
        p -> p.texts("[data-state=paused] strong").equals(List.of("late")));
    swarm.remove("node1", "late").report("node1");
    page.await("it goes", Duration.ofSeconds(2), p -> !p.cards().contains("late"));
  }
}
