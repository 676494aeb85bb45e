package rollcall.e2e.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rollcall.e2e.program.Programs;
import rollcall.e2e.program.Server;

/** The page of servers that ask for tokens, and of one that asks for nothing. */
@Tag("browser")
class AccessTest {
  @TempDir Path folder;
  private Programs programs;
  private Browser page;

  @BeforeEach
  void start() {
    programs = new Programs(folder);
    page = new Browser();
  }

  @AfterEach
  void stop() {
    page.close();
    programs.close();
  }

  private void typeToken(String token) {
    page.await("the question for a token", p -> !p.all("#access input").isEmpty());
    page.isAccessible();
    page.find("#access input").sendKeys(token);
    page.find("#access button").click();
  }

  private void setColor() {
    page.find("#new-key").clear();
    page.find("#new-key").sendKeys("color");
    page.find("#new-value").clear();
    page.find("#new-value").sendKeys("red");
    page.find("main form button").click();
  }

  @Test
  void aRefusedWrite_asksForTheToken_andKeepsWhatWasTyped() throws Exception {
    Server server = programs.server("server.1", Map.of("ROLLCALL_TOKEN", "t".repeat(20)));
    page.open(server.url("/?view=vars"));
    setColor();
    page.await(
        "why not", p -> p.texts("main p[role=status]").get(0).contains("requires authentication"));
    assertThat(page.find("#new-value").getDomProperty("value")).isEqualTo("red");

    typeToken("t".repeat(20));
    page.await("the question's end", p -> p.all("#access input").isEmpty());
    setColor();

    page.await("it is set", p -> p.texts("tbody td:nth-child(2)").equals(List.of("red")));
    assertThat(page.all(".warning")).isEmpty();
  }

  @Test
  void closedReads_areOpenToTheReadToken() throws Exception {
    Server server =
        programs.server(
            "server.1",
            Map.of("ROLLCALL_TOKEN", "t".repeat(20), "ROLLCALL_READ_TOKEN", "r".repeat(20)));
    page.open(server.url("/"));

    typeToken("r".repeat(20));

    page.await("the stream", p -> p.texts("#stream").get(0).startsWith("live from server.1"));
  }

  @Test
  void whereEverybodyMayWrite_thePageSaysSo() throws Exception {
    Server server = programs.server("server.1", Map.of("ROLLCALL_AUTH", "off"));
    page.open(server.url("/"));

    page.await("the warning", p -> p.texts(".warning").toString().contains("ROLLCALL_AUTH=off"));
    page.isAccessible();
    page.hasNoErrors(false);
  }
}
