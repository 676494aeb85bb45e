package rollcall.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import rollcall.api.container.Health;
import rollcall.api.container.Report;
import rollcall.api.container.State;
import rollcall.api.history.Placement;
import rollcall.api.history.PlacementList;
import rollcall.api.history.Transition;
import rollcall.api.json.Json;
import rollcall.cli.terminal.TerminalSize;
import rollcall.testing.ContractServer;
import rollcall.testing.Samples;

/** The output of {@code history}. */
class HistoryTest {
  private static final Placement NOW =
      new Placement(
          "b".repeat(64),
          "web.2.y",
          "nginx:2",
          "n2",
          "shop_web",
          "t2",
          2,
          null,
          State.RUNNING,
          null,
          null,
          null,
          Samples.TIME.plusSeconds(60),
          Samples.TIME.plusSeconds(90),
          null);
  private static final Placement BEFORE =
      new Placement(
          "a".repeat(64),
          "web.2.x",
          "nginx:1",
          "n1",
          "shop_web",
          "t1",
          2,
          null,
          State.EXITED,
          137,
          true,
          "b".repeat(64),
          Samples.TIME,
          Samples.TIME,
          Samples.TIME.plusSeconds(59));

  private ContractServer http;
  private Session session;

  @BeforeEach
  void start() throws Exception {
    http = new ContractServer(Samples.web());
    session = new Session(http);
  }

  @AfterEach
  void stop() {
    http.close();
  }

  @Test
  void history_ofAContainerWithItsTransitions() {
    http.on(
        "/api/containers/web.2.y/history",
        new PlacementList(
            List.of(NOW),
            List.of(
                new Transition(Samples.TIME, State.RUNNING, Health.STARTING),
                new Transition(Samples.TIME.plusSeconds(9), State.RUNNING, Health.HEALTHY)),
            9));

    assertThat(session.run("history web.2.y")).isZero();

    assertThat(session.out)
        .hasToString(
            """
            CONTAINER ID  NAME     NODE  SERVICE     IMAGE    FROM (UTC)           TO (UTC)  ENDED  REPLACED BY
            bbbbbbbbbbbb  web.2.y  n2    shop_web.2  nginx:2  2026-11-20 21:01:00
            2026-11-20 21:00:00  running, starting
            2026-11-20 21:00:09  running, healthy
            1 placement, revision 9
            """);
  }

  @Test
  void history_ofAService() {
    http.on(
        "/api/services/shop_web/history", new PlacementList(List.of(NOW, BEFORE), List.of(), 9));

    session.run("history shop_web");

    assertThat(session.out)
        .hasToString(
            """
            CONTAINER ID  NAME     NODE  SERVICE     IMAGE    FROM (UTC)           TO (UTC)             ENDED              REPLACED BY
            bbbbbbbbbbbb  web.2.y  n2    shop_web.2  nginx:2  2026-11-20 21:01:00
            aaaaaaaaaaaa  web.2.x  n1    shop_web.2  nginx:1  2026-11-20 21:00:00  2026-11-20 21:00:59  exited (137), oom  bbbbbbbbbbbb
            2 placements, revision 9
            """);
  }

  @Test
  void history_ofAStoppedContainer_endsWhenItStopped() {
    Report stopped =
        Json.read(
            Json.write(Samples.plain("c1", "job"))
                .replaceFirst(
                    "\\{", "{\"state\":\"exited\",\"finished\":\"2026-11-20T21:00:30Z\","),
            Report.class);
    http.on("/api/containers/c1", Samples.seen(stopped, Samples.TIME));
    http.on(
        "/api/containers/job/history",
        new PlacementList(List.of(standalone("c1", "job", State.EXITED, 7)), List.of(), 9));

    session.run("history job");

    assertThat(session.out)
        .hasToString(
            """
            CONTAINER ID  NAME  NODE  SERVICE  IMAGE    FROM (UTC)           TO (UTC)             ENDED       REPLACED BY
            c1            job   n1             busybox  2026-11-20 21:00:00  2026-11-20 21:00:30  exited (7)
            1 placement, revision 9
            """);
  }

  @Test
  void history_prefersAServiceToAnIdPrefix() {
    http.on(
        "/api/containers/db/history",
        new PlacementList(
            List.of(standalone("db".repeat(32), "other", State.RUNNING, null)), List.of(), 9));
    http.on("/api/services/db/history", new PlacementList(List.of(NOW), List.of(), 9));

    session.run("history db");

    assertThat(session.out.toString()).contains("web.2.y").doesNotContain("other");
  }

  @Test
  void history_fitsATerminalOf80Columns() {
    http.on(
        "/api/services/shop_web/history", new PlacementList(List.of(NOW, BEFORE), List.of(), 9));
    Session narrow = new Session(http, new TerminalSize(80, 24));

    narrow.run("history shop_web");

    assertThat(narrow.out.toString().lines())
        .allMatch(line -> line.length() <= 80)
        .anyMatch(line -> line.contains("web.2.x") && line.contains("137, oom"));
  }

  private static Placement standalone(String id, String name, State state, @Nullable Integer code) {
    return new Placement(
        id,
        name,
        "busybox",
        "n1",
        null,
        null,
        null,
        null,
        state,
        code,
        null,
        null,
        Samples.TIME,
        Samples.TIME,
        null);
  }

  @Test
  void history_notFoundOrMissingArgument() {
    assertThat(session.run("history nope")).isEqualTo(1);
    assertThat(session.run("history")).isEqualTo(2);

    assertThat(session.err)
        .hasToString(
            """
            Not found: nothing at /api/containers/nope/history. Look.
            Missing argument: name a container or a service
            """);
  }
}
