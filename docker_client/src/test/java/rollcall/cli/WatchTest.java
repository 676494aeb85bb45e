package rollcall.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import rollcall.api.Problem;
import rollcall.api.container.Container;
import rollcall.api.container.ContainerPage;
import rollcall.api.container.Health;
import rollcall.api.container.Report;
import rollcall.api.container.State;
import rollcall.api.history.Change;
import rollcall.api.history.Change.What;
import rollcall.api.json.Json;
import rollcall.api.variable.Variable;
import rollcall.cli.terminal.TerminalSize;
import rollcall.cli.terminal.TextColor;
import rollcall.cli.watch.ChangeDescriber;
import rollcall.client.ChangeEvent;
import rollcall.testing.ContractServer;
import rollcall.testing.Samples;

/** The output of {@code watch}. */
class WatchTest {
  private final List<Change> changes = new ArrayList<>();
  private volatile @Nullable String database;
  private Runnable onEnd = () -> {};
  private ContractServer http;
  private Session session;

  @BeforeEach
  void start() throws Exception {
    http = new ContractServer(Samples.web());
    session = new Session(http);
    http.on("/api/containers", new ContainerPage(List.of(running("web")), null, 7));
    http.on("/api/changes", this::stream);
  }

  @AfterEach
  void stop() {
    http.close();
  }

  @Test
  void watch_describesChanges() {
    change(What.CHANGED, of("web", State.PAUSED, null, null, false));
    change(What.CHANGED, running("web"));
    change(What.CHANGED, running("shop"));
    change(What.CHANGED, of("shop", State.RUNNING, Health.STARTING, null, false));
    change(What.CHANGED, of("shop", State.RUNNING, Health.UNHEALTHY, null, false));
    change(What.CHANGED, of("shop", State.RUNNING, Health.UNHEALTHY, null, true));
    change(What.CHANGED, of("shop", State.EXITED, null, 137, true));
    change(What.REMOVED, of("shop", State.EXITED, null, 137, true));
    change(What.APPEARED, of("shop", State.CREATED, null, null, false));
    change(What.CHANGED, of("shop", State.EXITED, null, 3, false));
    change(What.REPORTED, of("shop", State.RUNNING, null, null, false));
    change(What.NODE_STALE, null);

    assertThat(session.run("watch --count 12")).isZero();

    assertThat(session.out)
        .hasToString(
            """
            2026-11-20 21:00:08  n1  shop_web.2  web  paused
            2026-11-20 21:00:09  n1  shop_web.2  web  unpaused
            2026-11-20 21:00:10  n1  shop_web.2  shop  renamed web → shop
            2026-11-20 21:00:11  n1  shop_web.2  shop  changed
            2026-11-20 21:00:12  n1  shop_web.2  shop  unhealthy
            2026-11-20 21:00:13  n1  shop_web.2  shop  oom
            2026-11-20 21:00:14  n1  shop_web.2  shop  oom, exited (137)
            2026-11-20 21:00:15  n1  shop_web.2  shop  removed
            2026-11-20 21:00:16  n1  shop_web.2  shop  created
            2026-11-20 21:00:17  n1  shop_web.2  shop  exited (3)
            2026-11-20 21:00:18  n1  shop_web.2  shop  reported 1.0 MiB, 0.0 %
            2026-11-20 21:00:19  n1                    node stale
            """);
  }

  @Test
  void watch_jsonIsOneObjectPerLine() {
    change(What.NODE_BACK, null);
    change(What.REMOVED, running("a\u009b"));

    session.run("watch --json --count 2");

    List<String> lines = session.out.toString().lines().toList();
    assertThat(lines).hasSize(2);
    assertThat(lines.get(0))
        .isEqualTo(
            "{\"revision\":8,\"time\":\"2026-11-20T21:00:08Z\",\"what\":\"node_back\","
                + "\"node\":\"n1\"}");
    assertThat(Json.read(lines.get(1), Change.class).container().report().name())
        .isEqualTo("a\u009b");
  }

  @Test
  void watch_sinceARevision_doesNotKnowThePreviousState() {
    change(What.CHANGED, running("web"));

    session.run("watch --since 7 --count 1");

    assertThat(session.out).hasToString("2026-11-20 21:00:08  n1  shop_web.2  web  started\n");
  }

  @Test
  void watch_showsWhoChangedAVariable() {
    Instant time = Samples.TIME.plusSeconds(8);
    Variable set = new Variable("color", "red".repeat(30), "4f2a1c9d0b7e", time, 8);
    changes.add(new Change(8, time, What.VAR_SET, null, null, set));
    Variable gone = new Variable("color", null, "bob\u001b", time, 9);
    changes.add(new Change(9, time, What.VAR_DELETED, null, null, gone));

    session.run("watch --since 7 --count 2");

    String cut = "red".repeat(19) + "re…";
    assertThat(session.out)
        .hasToString(
            "2026-11-20 21:00:08  color  set to "
                + cut
                + ", by 4f2a1c9d0b7e\n"
                + "2026-11-20 21:00:08  color  deleted, by bob\\u001b\n");
  }

  @Test
  void watch_prunedRevision_continuesFromNow() {
    change(What.NODE_BACK, null);

    session.run("watch --since 3 --count 1");

    assertThat(session.err).hasToString("Not kept any more. Continuing from now.\n");
    assertThat(session.out).hasToString("2026-11-20 21:00:08  n1  node back\n");
  }

  @Test
  void watch_retriesWhileTheServerIsBusy() {
    change(What.NODE_BACK, null);
    http.busy(5);

    assertThat(session.run("watch --count 1")).isZero();

    assertThat(session.out).hasToString("2026-11-20 21:00:08  n1  node back\n");
    assertThat(session.err.toString()).endsWith(" Retrying.\n");
  }

  @Test
  void watch_wrongUsage() {
    assertThat(session.run("watch --since -1")).isEqualTo(2);
    assertThat(session.run("watch --count many")).isEqualTo(2);
  }

  @Test
  void watch_omitsContainersThatNeverStarted() {
    change(What.APPEARED, neverStarted(null));
    change(What.REMOVED, neverStarted(0));
    change(What.APPEARED, neverStarted(128));
    change(What.NODE_BACK, null);

    session.run("watch --count 2");
    session.run("watch --count 4 -a");

    assertThat(session.out.toString().lines().map(line -> line.replaceAll("^.{21}|  +", " ")))
        .containsExactly(
            " n1 shop_web.2 web created",
            " n1 node back",
            " n1 shop_web.2 web created",
            " n1 shop_web.2 web removed",
            " n1 shop_web.2 web created",
            " n1 node back");
  }

  @Test
  void description_hasTheColourOfItsWorstPart() {
    ChangeDescriber describer = new ChangeDescriber();
    describer.remember(of("web", State.CREATED, null, null, false));

    assertThat(color(describer, of("web", State.RUNNING, Health.HEALTHY, null, false)))
        .isEqualTo(TextColor.GOOD);
    assertThat(color(describer, of("shop", State.RUNNING, Health.UNHEALTHY, null, false)))
        .isEqualTo(TextColor.BAD);
    assertThat(color(describer, of("shop", State.EXITED, null, 0, false)))
        .isEqualTo(TextColor.FAINT);
    assertThat(color(describer, of("shop", State.RUNNING, null, null, false)))
        .isEqualTo(TextColor.GOOD);
    assertThat(color(describer, of("shop", State.EXITED, null, 1, false))).isEqualTo(TextColor.BAD);
    assertThat(color(describer, of("shop", State.PAUSED, null, null, false)))
        .isEqualTo(TextColor.WARNING);
  }

  private static TextColor color(ChangeDescriber describer, Container container) {
    Change change = new Change(8, Samples.TIME, What.CHANGED, container, "n1", null);
    return describer.of(new ChangeEvent(8, "changed", "", change)).color();
  }

  @Test
  void watch_narrowTerminal() {
    changes.add(new Change(8, Instant.now(), What.NODE_BACK, null, "n1", null));
    Session narrow = new Session(http, new TerminalSize(80, 24));

    narrow.run("watch --count 1");

    assertThat(narrow.out.toString()).matches("\\d\\d:\\d\\d:\\d\\d  n1  node back\n");
  }

  @Test
  void watch_restartsWithAReplacedDatabase() {
    database = "before";
    change(What.NODE_BACK, null);
    onEnd = () -> database = "after";

    session.run("watch --count 2");

    assertThat(session.err)
        .hasToString("The server's database was replaced. Continuing from now.\n");
    assertThat(session.out.toString().lines()).hasSize(2);
  }

  private void change(What what, @Nullable Container container) {
    long revision = 8L + changes.size();
    Instant time = Samples.TIME.plusSeconds(revision);
    changes.add(new Change(revision, time, what, container, "n1", null));
  }

  private void stream(HttpExchange exchange) throws IOException {
    long since = Long.parseLong(exchange.getRequestHeaders().getFirst("Last-Event-ID"));
    if (since < 7) {
      ContractServer.answer(
          exchange, 410, new Problem("x", "Gone", 410, "Not kept any more.", null, null));
      return;
    }
    exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
    exchange.getResponseHeaders().set("X-Rollcall-Revision", "7");
    if (database != null) {
      exchange.getResponseHeaders().set("X-Rollcall-Database", database);
    }
    exchange.sendResponseHeaders(200, 0);
    for (Change change : changes) {
      if (change.revision() > since) {
        String event =
            "id: %d\nevent: %s\ndata: %s\n\n"
                .formatted(change.revision(), change.what().wireName(), Json.write(change));
        exchange.getResponseBody().write(event.getBytes(StandardCharsets.UTF_8));
      }
    }
    onEnd.run();
    exchange.close();
  }

  private static Container neverStarted(@Nullable Integer exitCode) {
    String created = Json.write(of("web", State.CREATED, null, exitCode, false));
    return Json.read(created.replaceFirst(",\"started\":\"[^\"]*\"", ""), Container.class);
  }

  private static Container running(String name) {
    return of(name, State.RUNNING, null, null, false);
  }

  private static Container of(
      String name,
      State state,
      @Nullable Health health,
      @Nullable Integer exitCode,
      boolean oomKilled) {
    Report report =
        Report.builder("c1", name, "nginx", Samples.TIME)
            .memoryUsage(1.0)
            .node("n1")
            .service("shop_web")
            .task("t")
            .slot(2)
            .state(state)
            .health(health)
            .exitCode(exitCode)
            .oomKilled(oomKilled)
            .restarts(0)
            .created(Samples.TIME)
            .started(Samples.TIME)
            .build();
    return new Container(report, Samples.TIME, Samples.TIME, null);
  }
}
