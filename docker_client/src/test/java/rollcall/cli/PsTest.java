package rollcall.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import rollcall.api.Problem;
import rollcall.api.container.Container;
import rollcall.api.container.ContainerPage;
import rollcall.api.container.Health;
import rollcall.api.container.Network;
import rollcall.api.container.Port;
import rollcall.api.container.Report;
import rollcall.api.container.State;
import rollcall.api.json.Json;
import rollcall.cli.command.Past;
import rollcall.cli.terminal.TerminalSize;
import rollcall.cli.text.Times;
import rollcall.client.ContainerFilter;
import rollcall.client.RollcallClient;
import rollcall.client.http.Endpoint;
import rollcall.client.http.HttpClients;
import rollcall.client.http.Target;
import rollcall.testing.ContractServer;
import rollcall.testing.Samples;

/** The output of {@code ps}, which follows {@code docker ps}. */
class PsTest {
  private final Instant now = Instant.now();

  private final List<String> queries = new ArrayList<>();
  private ContractServer http;
  private Session session;

  @BeforeEach
  void start() throws Exception {
    http = new ContractServer(Samples.web());
    session = new Session(http);
    ContainerPage page =
        new ContainerPage(
            List.of(
                container("e", "ended", State.EXITED, null, 150, 137),
                container("h", "web", State.RUNNING, Health.HEALTHY, 90, null),
                container("p", "held", State.PAUSED, null, 200_000, null),
                container("u", "lost", State.UNKNOWN, null, 7200, null)),
            null,
            9);
    http.on(
        "/api/containers",
        exchange -> {
          queries.add(String.valueOf(exchange.getRequestURI().getQuery()));
          ContractServer.answer(exchange, 200, page);
        });
  }

  @AfterEach
  void stop() {
    http.close();
  }

  @Test
  void ps_listsRunningAndUnknownContainers() {
    assertThat(session.run("ps")).isZero();

    assertThat(session.out)
        .hasToString(
            """
            CONTAINER ID  IMAGE         NODE  SERVICE     CREATED             STATUS                            PORTS                         NAMES
            hhhhhhhhhhhh  cf0b3b82f072  n1    shop_web.2  About a minute ago  Up About a minute (healthy)       0.0.0.0:8080->80/tcp, 53/udp  web
            uuuuuuuuuuuu  cf0b3b82f072  n1    shop_web.2  2 hours ago         Unknown, last seen 5 minutes ago  0.0.0.0:8080->80/tcp, 53/udp  lost
            pppppppppppp  cf0b3b82f072  n1    shop_web.2  2 days ago          Up 2 days (Paused)                0.0.0.0:8080->80/tcp, 53/udp  held
            """);
  }

  @Test
  void psAll_listsStoppedContainers() {
    session.run("ps -a --format '{{.Names}}: {{.Status}}'");

    assertThat(session.out)
        .hasToString(
            """
            web: Up About a minute (healthy)
            ended: Exited (137) 2 minutes ago
            lost: Unknown, last seen 5 minutes ago
            held: Up 2 days (Paused)
            """);
  }

  @Test
  void psQuiet_printsIds() {
    session.run("ps -aq --filter name=web --no-trunc");

    assertThat(session.out).hasToString("h".repeat(64) + "\n");
  }

  @Test
  void psFilters_areSentToTheServer() {
    session.run("ps -f node=n1 -f status=exited -f status=dead -f label=a=b -f label=c");
    session.run("ps --service shop_web -f image=nginx -f name=we --at 2026-11-20T21:00:00Z");

    assertThat(queries)
        .containsExactly(
            "node=n1&state=exited&state=dead&label=a=b&label=c&limit=1000",
            "service=shop_web&image=nginx&q=we&at=2026-11-20T21:00:00Z&limit=1000");
  }

  @ParameterizedTest
  @CsvSource({
    "name=^web$, web",
    "name=/web, web",
    "name=we.$, web",
    "name=^/(web|held)$, web held",
    "name=^[[:alpha:]]+$, web lost held",
    "name=(?P<x>e[lb]), web held",
    "name=eb$, web",
    "name=WEB, ''",
    "name=(?i)WEB, web",
    "name=[^]&[], web lost held",
    "id=hh, web",
    "exited=137, ended",
    "exited=0, ''",
    "status=exited, ended web lost held",
    "health=healthy, web",
    "health=none, lost held",
    "network=bridge, web lost held",
    "network=bri, ''",
    "publish=8080, web lost held",
    "publish=8000-8090/tcp, web lost held",
    "publish=53/udp, ''",
    "expose=53/udp, web lost held",
    "is-task=true, web lost held",
    "is-task=false, ''",
    "ancestor=cf0b3b82f072, web lost held",
    "image=aaaaaaaaaaaa, ''"
  })
  void psFilters_matchLikeDocker(String filter, String names) {
    assertThat(session.run("ps --format '{{.Names}}' -f '" + filter + "'")).isZero();

    assertThat(session.out.toString().lines().sorted())
        .containsExactlyElementsOf(
            Stream.of(names.split(" ")).filter(name -> !name.isEmpty()).sorted().toList());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "name=we(",
        "name=[[:nope:]]",
        "health=fine",
        "exited=soon",
        "publish=http",
        "is-task=maybe",
        "volume=data",
        "before=web",
        "since=web"
      })
  void psFilters_invalidOrUnsupported(String filter) {
    assertThat(session.run("ps -f '" + filter + "'")).isEqualTo(2);
    assertThat(queries).isEmpty();
  }

  @Test
  void psAt_beforeTheHistory() throws Exception {
    Problem gone =
        new Problem(
            "x",
            "Gone",
            410,
            "The state at 2020-01-01T00:00:00Z is not remembered.",
            null,
            null,
            Instant.parse("2026-07-20T20:59:59.255564200Z"));
    try (ContractServer other = new ContractServer(Samples.web())) {
      other.on("/api/containers", exchange -> ContractServer.answer(exchange, 410, gone));
      Endpoint endpoint = Endpoint.parse(Target.SERVER, other.url());
      RollcallClient server =
          new RollcallClient(new HttpClients(), endpoint, Duration.ofSeconds(15));
      ZoneId berlin = ZoneId.of("Europe/Berlin");

      assertThatThrownBy(() -> Past.containers(server, ContainerFilter.NONE, Instant.EPOCH, berlin))
          .hasMessage(
              "There is no history before 2026-07-20 23:00:00 Europe/Berlin. Use this time or a"
                  + " later one: --at \"2026-07-20 23:00:00 Europe/Berlin\". ROLLCALL_MAX_CHANGES"
                  + " on the server sets how many changes it keeps.");
      Session one = new Session(other);
      assertThat(one.run("ps --at 2020-01-01")).isEqualTo(1);
      assertThat(one.err.toString()).startsWith("There is no history before 2026-07-2");
    }
  }

  @Test
  void psAt_inTheFuture() throws Exception {
    Problem refused = new Problem("x", "Malformed request", 400, "at=… cannot be", null, null);
    try (ContractServer other = new ContractServer(Samples.web())) {
      other.on("/api/containers", exchange -> ContractServer.answer(exchange, 400, refused));
      Session one = new Session(other);

      assertThat(one.run("ps --at '2999-01-01 12:00'")).isEqualTo(2);
      assertThat(one.run("ps --at 1764500000000")).isEqualTo(2);

      assertThat(one.err.toString().lines())
          .containsExactly(
              "--at: "
                  + Times.in(ZoneId.systemDefault(), Instant.parse("2999-01-01T12:00:00Z"))
                  + " is in the future; expected a time in the past",
              "\"1764500000000\" is not a time: expected seconds since 1970, not milliseconds");
    }
  }

  @Test
  void psWatch_continuesWithAReplacedDatabase() {
    Problem gone = new Problem("x", "Gone", 410, "Revision 9 is not of this one.", null, null);
    assertThat(watch(List.of(gone))).isZero();

    assertThat(session.err).hasToString("");
    assertThat(queries).hasSizeGreaterThan(1);
  }

  @Test
  void psWatch_retriesWhileTheServerIsBusy() {
    http.busy(2);
    assertThat(watch(List.of())).isZero();

    assertThat(session.err).hasToString("");
    assertThat(session.out.toString()).contains("Retrying. Last known state:").contains("web");
  }

  /** Runs {@code ps -w} until its requests for changes got all these responses. */
  private int watch(List<Problem> responses) {
    Thread command = Thread.currentThread();
    AtomicInteger requests = new AtomicInteger();
    http.on(
        "/api/changes",
        exchange -> {
          int request = requests.getAndIncrement();
          if (request < responses.size()) {
            ContractServer.answer(exchange, 410, responses.get(request));
          } else {
            command.interrupt();
            ContractServer.pause();
          }
        });
    try {
      return session.run("ps -w");
    } finally {
      Thread.interrupted();
    }
  }

  @Test
  void psAt_isRelativeToTheServersClock() {
    session.run("ps --at '10 minutes ago'");

    Instant at = Instant.parse(queries.get(0).replaceAll("at=(.*)&limit.*", "$1"));
    assertThat(at).isBetween(now.minusSeconds(660), Instant.now().minusSeconds(590));
  }

  @Test
  void psFormat_templates() {
    session.run("ps -f name=web --format 'table {{.ID}}\\t{{.Label \"a\"}}\\t{{.Node}}'");
    session.run("ps -f name=web --format '{{json .Names}} {{ .State }}{{.Networks}}'");
    session.run("ps -f name=held --format json");

    assertThat(session.out.toString())
        .startsWith(
            """
            CONTAINER ID  a  NODE
            hhhhhhhhhhhh  1  n1
            "web" runningbridge
            {"ID":"pppppppppppp","Image":"cf0b3b82f072","Node":"n1","Service":"shop_web.2",\
            "Slot":"2",\
            """);
  }

  @Test
  void psJson_isTheFilteredResponse() {
    session.run("ps --json");

    assertThat(session.out.toString())
        .contains("\"name\": \"web\"", "\"revision\": 9")
        .doesNotContain("\"name\": \"ended\"");
  }

  @Test
  void ps_fitsTheTerminal() {
    Session narrow = new Session(http, new TerminalSize(100, 24));

    narrow.run("ps");

    assertThat(narrow.out.toString().lines()).allMatch(line -> line.length() <= 100);
  }

  @ParameterizedTest
  @ValueSource(ints = {60, 80, 100, 120})
  void ps_truncatesNeitherStatusNorNames(int columns) {
    Session narrow = new Session(http, new TerminalSize(columns, 24));

    narrow.run("ps -a");

    assertThat(narrow.out.toString().lines())
        .allMatch(line -> line.length() <= columns)
        .anyMatch(line -> line.contains("Up About a minute (healthy)") && line.endsWith("web"))
        .anyMatch(line -> line.contains("Exited (137) 2 minutes ago") && line.endsWith("ended"));
  }

  @Test
  void ps_showsOutOfMemory() throws Exception {
    Report ended = container("o", "oom", State.EXITED, null, 6, 137).report();
    String killed = Json.write(ended).replaceFirst("\\{", "{\"oom_killed\":true,");
    Container oom = Samples.seen(Json.read(killed, Report.class), now);
    try (ContractServer other = new ContractServer(Samples.web())) {
      other.on("/api/containers", new ContainerPage(List.of(oom), null, 9));
      Session one = new Session(other);

      one.run("ps -a --format '{{.Status}}'");

      assertThat(one.out.toString()).matches("Exited \\(137\\) \\d+ seconds ago \\(OOM\\)\n");
    }
  }

  @Test
  void ps_restartingShowsExitCode() throws Exception {
    ContainerPage loop =
        new ContainerPage(List.of(container("l", "loop", State.RESTARTING, null, 6, 3)), null, 9);
    try (ContractServer other = new ContractServer(Samples.web())) {
      other.on("/api/containers", loop);
      Session one = new Session(other);
      one.run("ps --format '{{.Status}}'");
      assertThat(one.out.toString()).matches("Restarting \\(3\\) \\d+ seconds ago\n");
    }
  }

  @Test
  void wrongUsage_isExplained() {
    assertThat(session.run("ps -f colour=red")).isEqualTo(2);
    assertThat(session.run("ps -f name")).isEqualTo(2);
    assertThat(session.run("ps --format '{{.Nope}}'")).isEqualTo(2);
    assertThat(session.run("ps --format '{{range .}}'")).isEqualTo(2);
    assertThat(session.run("ps --at noonish")).isEqualTo(2);
    assertThat(session.run("ps --watch --json")).isEqualTo(2);

    assertThat(session.err)
        .hasToString(
            """
            --filter "colour": the keys are name, id, label, status, health, exited, node, \
            service, image, network, publish, expose, is-task
            --filter "name": expected key=value
            --format: unknown field "Nope"; the fields are ID, Image, Node, Service, Slot, \
            Task, CreatedAt, RunningFor, State, Status, Ports, Names, Labels, Networks
            --format "{{range .}}" is not supported; use {{.Field}}, {{.Label "key"}}, \
            {{json .Field}} or {{json .}}
            "noonish" is not a time; expected like "10 minutes ago", 2h, 12:00, \
            "yesterday 12:00", "2026-11-20 22:29 Europe/Berlin" or 2026-11-20T21:29:23Z
            --watch cannot be combined with --at or --json (see: help watch)
            """);
  }

  private Container container(
      String id,
      String name,
      State state,
      @Nullable Health health,
      long age,
      @Nullable Integer exitCode) {
    Instant then = now.minusSeconds(age);
    Report report =
        Report.builder(
                id.repeat(64),
                name,
                "sha256:cf0b3b82f072913081b5436208dbbcc19ae24fa73760e229225eb413bcf942a2",
                now)
            .memoryUsage(1.0)
            .node("n1")
            .service("shop_web")
            .task("t")
            .slot(2)
            .state(state)
            .health(health)
            .exitCode(exitCode)
            .restarts(0)
            .created(then)
            .started(then)
            .finished(exitCode == null ? null : then)
            .ports(List.of(new Port(80, "tcp", "0.0.0.0", 8080), new Port(53, "udp", null, null)))
            .networks(List.of(new Network("bridge", null)))
            .labels(Map.of("a", "1"))
            .build();
    return new Container(report, then, now.minusSeconds(310), null);
  }
}
