package rollcall.e2e.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import com.google.gson.JsonParser;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
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

/** What people look for, what containers can be like, and texts from everywhere. */
@Tag("browser")
class OddInputsTest {
  private static final String LINES = "one\r\n  two\r\n\r\nthree ";

  /** The texts of last cells that reach beyond the window, or beyond their cells. */
  private static final String CUT_OFF =
      "return [...document.querySelectorAll('.timeline tr > :last-child')].filter((cell) =>"
          + " cell.getBoundingClientRect().right > innerWidth || cell.scrollWidth >"
          + " cell.clientWidth).map((cell) => cell.textContent)";

  @TempDir static Path folder;
  private static Programs programs;
  private static Server server;
  private Browser page;
  private Integer expectedStatus;

  @BeforeAll
  static void startServer() throws Exception {
    programs = new Programs(folder);
    server = programs.server("server.1");
    Swarm swarm = new Swarm(server);
    Instant started = Instant.now().minusSeconds(600);
    for (int slot = 1; slot <= 2; slot++) {
      swarm.put("node1", "shop_web." + slot, "shop_web", "running");
    }
    swarm.with("node1", "shop_web.2", "health", "unhealthy");
    swarm.put("node1", "loop", null, "restarting");
    swarm.with("node1", "loop", "exit_code", 137).with("node1", "loop", "oom_killed", true);
    swarm.with("node1", "loop", "restarts", 7);
    swarm.put("node1", "layer", null, "created");
    // A slot's tasks, one after the other; their names say nothing of their order.
    for (String task : List.of("shop_bad.1.zz", "shop_bad.1.mm", "shop_bad.1.aa")) {
      swarm.put("node1", task, "shop_bad", "exited").with("node1", task, "slot", 1);
      swarm.with("node1", task, "exit_code", 4).with("node1", task, "started", started.toString());
      swarm.with("node1", task, "finished", Instant.now().toString()).reportAll();
    }
    swarm.reportAll();
  }

  @AfterAll
  static void stopServer() {
    programs.close();
  }

  @BeforeEach
  void open() {
    page = new Browser();
  }

  @AfterEach
  void close() {
    if (expectedStatus == null) {
      page.hasNoErrors(false);
    } else {
      page.hasNoErrorsBut(expectedStatus);
    }
    page.close();
  }

  @Test
  void serviceFilter_offersEveryServiceAndFilters() {
    openSwarm();
    assertThat(options("service")).containsExactly("all", "shop_bad", "shop_web");
    assertThat(options("node")).containsExactly("all", "node1");

    new Select(page.find("#service")).selectByValue("shop_web");
    page.await("its two", p -> p.cards().equals(List.of("shop_web.1", "shop_web.2")));
    new Select(page.find("#service")).selectByValue("");
    page.await("all", p -> p.cards().size() == 7);
  }

  @Test
  void search_findsStatesAndHealth() {
    openSwarm();
    page.find("#q").sendKeys("unhealthy");
    page.await("the sick one", p -> p.cards().equals(List.of("shop_web.2")));
    page.find("#q").clear();
    page.find("#q").sendKeys("out of memory");
    page.await("the one without memory", p -> p.cards().equals(List.of("loop")));
    page.find("#q").clear();
    page.find("#q").sendKeys("x", Keys.BACK_SPACE);
    page.await("all", p -> p.cards().size() == 7);

    assertThat(options("state")).contains("restarting", "unhealthy", "dead");
    new Select(page.find("#state")).selectByValue("unhealthy");
    page.await("the sick one again", p -> p.cards().equals(List.of("shop_web.2")));
  }

  @Test
  void restarting_showsItsExitCodeAndHowOften() {
    openSwarm();
    assertThat(page.texts("[data-state=restarting] .state"))
        .containsExactly("restarting (137, out of memory), 7 restarts");
    page.find("[data-state=restarting]").click();
    page.await("its facts", p -> p.texts("dialog dd").contains("restarting (137, out of memory)"));
    assertThat(page.texts("dialog dd")).contains("7");
  }

  @Test
  void timesAreInOneZoneThatIsSaidOnce() {
    openSwarm();
    assertThat(page.texts("#zone")).singleElement().asString().startsWith("Times are in UTC");
  }

  @Test
  void memory_isInTheOrderOfTheSlotAndEndsWhenTheProcessDid() {
    page.open(server.url("/?view=history"));
    page.await("the tasks", p -> p.texts("tbody th").contains("shop_bad.1.aa"));
    assertThat(page.texts("tbody th").subList(0, 3))
        .containsExactly("shop_bad.1.zz", "shop_bad.1.mm", "shop_bad.1.aa");
    assertThat(page.texts("tbody td:last-child").subList(0, 3))
        .containsExactly("exited (4) its successor", "exited (4) its successor", "exited (4)");
    assertThat(page.texts("tbody .words").subList(0, 3)).noneMatch(when -> when.contains("now"));
    assertThat(page.all(".placement.failed")).hasSize(3);

    assertThat(page.texts("tbody th")).doesNotContain("layer");
    page.find("#unstarted").click();
    page.await("what never started", p -> p.texts("tbody th").contains("layer"));
  }

  @Test
  void memory_onAPhone_showsHowAllEnded() {
    page.size(390, 844);
    page.open(server.url("/?view=history"));
    page.await("the tasks", p -> p.texts("tbody th").contains("shop_bad.1.aa"));

    assertThat(page.script(CUT_OFF)).as("ends that are cut off").isEqualTo(List.of());
    assertThat((Long) page.script("return document.documentElement.scrollWidth"))
        .isLessThanOrEqualTo(390);
  }

  @Test
  void timeThatCannotBeShown_saysWhy() {
    expectedStatus = 400;
    page.open(server.url("/?at=2999-01-01T00:00:00Z"));
    page.await("the reason", p -> p.find(".count").getText().contains("2999-01-01"));
    assertThat(page.cards()).isEmpty();

    page.find(".slider button").click();
    page.await("now", p -> p.cards().size() == 7);
  }

  @Test
  void valueOfSeveralLines_keepsThem() throws Exception {
    put("lines", LINES);
    page.open(server.url("/?view=vars"));
    page.await("the form", p -> !p.all("#new-key").isEmpty());
    edit("lines");
    button("Save");
    page.await("unchanged", p -> p.texts("p[role=status]").contains("lines is set"));
    assertThat(value("lines")).isEqualTo(LINES);

    WebElement field = edit("lines");
    field.sendKeys(Keys.chord(Keys.CONTROL, Keys.END), "four", Keys.ENTER, "five");
    button("Save");
    page.await("shown", p -> p.texts("td.value").stream().anyMatch(t -> t.contains("five")));
    assertThat(value("lines")).isEqualTo(LINES + "four\r\nfive");
    delete("lines");
  }

  @Test
  void keysAreAnyText() throws Exception {
    page.open(server.url("/?view=vars"));
    page.await("the form", p -> !p.all("#new-key").isEmpty());
    for (String key : List.of("رنگ", "my key/1", "漢字?#%2F&", "a/..//b", "<b>", "k".repeat(500))) {
      page.find("#new-key").sendKeys(key);
      page.find("#new-value").sendKeys("grüß", Keys.ENTER);
      page.await("it is set", p -> p.texts("tbody th").contains(key));
      assertThat(value(key)).isEqualTo("grüß");
      edit(key).sendKeys("!");
      button("Save");
      page.await("it is edited", p -> p.texts("td.value").contains("grüß!"));
      assertThat(value(key)).isEqualTo("grüß!");
      delete(key);
    }
    page.isAccessible();
  }

  private void openSwarm() {
    page.open(server.url("/"));
    page.awaitLive();
    page.await("all cards", p -> p.cards().size() == 7);
  }

  private List<String> options(String select) {
    return new Select(page.find("#" + select))
        .getOptions().stream().map(WebElement::getText).toList();
  }

  private WebElement edit(String key) {
    page.await("its row", p -> p.texts("tbody th").contains(key));
    row(key).findElements(By.tagName("button")).get(0).click();
    return page.find("tbody textarea");
  }

  private void delete(String key) {
    page.await("not edited", p -> p.all("tbody textarea").isEmpty());
    row(key).findElements(By.tagName("button")).get(1).click();
    page.await("it is gone", p -> !p.texts("tbody th").contains(key));
  }

  private WebElement row(String key) {
    return page.all("tbody tr").stream()
        .filter(row -> row.findElement(By.tagName("th")).getText().equals(key))
        .findFirst()
        .orElseThrow();
  }

  private void button(String text) {
    page.all("tbody button").stream()
        .filter(button -> button.getText().equals(text))
        .findFirst()
        .orElseThrow()
        .click();
  }

  private static void put(String key, String value) throws Exception {
    server.send("PUT", path(key), new Gson().toJson(Map.of("value", value)));
  }

  private static String value(String key) throws Exception {
    String json = server.send("GET", path(key), null);
    return JsonParser.parseString(json).getAsJsonObject().get("value").getAsString();
  }

  private static String path(String key) {
    return "/api/vars/" + URLEncoder.encode(key, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
