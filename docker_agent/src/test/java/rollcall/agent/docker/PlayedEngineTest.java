package rollcall.agent.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import rollcall.agent.metrics.Metrics;
import rollcall.agent.roster.NodeRoster;
import rollcall.api.Json;
import rollcall.api.NodeReport;
import rollcall.api.Report;
import rollcall.api.State;

/** An engine that answers over real HTTP with what a real one never said: odd, late or refused. */
class PlayedEngineTest {
  private static final String WEB = "a".repeat(64);
  private static final String JOB = "b".repeat(64);
  private static final String LIST =
      """
      [{"Id":"%s","Names":["/web"],"Image":"nginx:1","ImageID":"sha256:0a1b","Command":"nginx",
        "Created":1796013127,"Ports":[{"IP":"0.0.0.0","PrivatePort":80,"PublicPort":8080,
        "Type":"tcp"}],"Labels":{"team":"blue","com.docker.swarm.service.name":"shop_web"},
        "State":"running","Status":"Up 3 minutes (healthy)","HostConfig":{"NetworkMode":"default"},
        "NetworkSettings":{"Networks":{"bridge":{"NetworkID":"n1","IPAddress":"172.17.0.2",
        "GlobalIPv6Address":""}}},"Mounts":[]},
       {"Id":"%s","Names":["/job"],"Image":"","ImageID":"sha256:","Created":1796013127,
        "Ports":[],"Labels":{},"State":"exited","Status":"Exited (3) 2 minutes ago"}]
      """
          .formatted(WEB, JOB);
  private static final String INSPECT =
      """
      {"Id":"%s","Created":"2026-11-30T04:32:07.5Z","Path":"nginx","Args":[],"State":{"Status":
       "running","Running":true,"Paused":false,"Restarting":false,"OOMKilled":false,"Dead":false,
       "Pid":4711,"ExitCode":0,"Error":"","StartedAt":"2026-11-30T04:32:08Z","FinishedAt":
       "0001-01-01T00:00:00Z","Health":{"Status":"healthy","FailingStreak":0,"Log":[]}},
       "Image":"sha256:0a1b","Name":"/web","RestartCount":2,"HostConfig":{"Memory":67108864,
       "NanoCpus":1500000000,"PidsLimit":50,"NetworkMode":"default"},"Config":{"Image":"nginx:1",
       "ExposedPorts":{"80/tcp":{},"33060-33061/tcp":{},"8080:8080":{}},"Entrypoint":"/run.sh",
       "Cmd":"serve","Labels":{"team":"blue"}},"NetworkSettings":{"Ports":{"80/tcp":[{"HostIp":
       "0.0.0.0","HostPort":"8080"}]},"Networks":{"bridge":{"IPAddress":"172.17.0.2"}}}}
      """;
  private static final String INFO =
      """
      {"ID":"7TLK:DFKM","Name":"node-7","ServerVersion":"28.5.2","Swarm":{"NodeID":"n0de",
       "NodeAddr":"10.0.0.7","LocalNodeState":"active","ControlAvailable":true}}
      """;
  private static final String NODES =
      """
      [{"ID":"m1","Spec":{"Role":"manager","Availability":"active"},"Description":{"Hostname":
       "node-7"},"Status":{"State":"ready","Addr":"10.0.0.7"}},{"ID":"m2"},
       {"ID":"m3","Spec":{"Role":"worker"},"Description":{"Hostname":"node-8"},
       "Status":{"State":"hibernating"}}]
      """;

  private final Map<String, String> answers = new ConcurrentHashMap<>();
  private final Map<String, Integer> refusals = new ConcurrentHashMap<>();
  private final Metrics metrics = new Metrics(System::nanoTime);
  private HttpServer server;
  private Engine engine;
  private NodeRoster roster;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newCachedThreadPool());
    server.createContext("/", this::answer);
    server.start();
    answers.put("/version", "{\"Version\":\"28.5.2\",\"ApiVersion\":\"1.51\"}");
    answers.put("/info", INFO);
    answers.put("/nodes", NODES);
    answers.put(
        "/services", "[{\"ID\":\"s1\",\"Spec\":{\"Name\":\"web\",\"Mode\":{\"Jobs\":{}}}}]");
    answers.put("/containers/json", LIST);
    answers.put("/containers/" + WEB + "/json", INSPECT.formatted(WEB));
    answers.put(
        "/containers/" + JOB + "/json",
        "{\"State\":{\"Status\":\"stopped\",\"ExitCode\":3},\"Name\":\"/\"}");
    engine =
        new Engine(
            Optional.of("tcp://127.0.0.1:" + server.getAddress().getPort()),
            Duration.ofSeconds(10));
    roster =
        new NodeRoster(
            new NodeContainers(engine, Optional.empty(), Clock.systemUTC(), metrics), metrics);
  }

  @AfterEach
  void stop() {
    engine.close();
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath().replaceFirst("^/v[0-9.]+", "");
      exchange.getRequestBody().readAllBytes();
      String answer = answers.getOrDefault(path, "{\"message\":\"page not found\"}");
      int status = refusals.getOrDefault(path, answers.containsKey(path) ? 200 : 404);
      byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  private static Report of(NodeReport report, String id) {
    return report.containers().stream().filter(r -> r.id().equals(id)).findFirst().orElseThrow();
  }

  @Test
  void oddFields_areUnknown_andTheRestIsTold() {
    NodeReport report = roster.reconcile(List.of());

    Report web = of(report, WEB);
    assertThat(web.ports()).extracting("containerPort").containsExactly(80, 33060, 33061);
    assertThat(web.restarts()).isEqualTo(2);
    Report job = of(report, JOB);
    assertThat(job.name()).isEqualTo("job");
    assertThat(job.image()).isEqualTo("(unknown)");
    assertThat(job.state()).isEqualTo(State.EXITED);
    assertThat(job.exitCode()).isEqualTo(3);
    assertThat(report.listed()).isEqualTo(2);
    assertThat(report.unread()).isZero();
    assertThat(report.engineId()).isEqualTo("7TLK:DFKM");
    assertThat(report.swarmState()).isEqualTo("active");
    assertThat(report.swarm()).isNotNull();
    assertThat(report.swarm().nodes()).extracting("name").containsExactly("node-7", "m2", "node-8");
    assertThat(report.swarm().nodes())
        .extracting("state")
        .containsExactly("ready", "unknown", "hibernating");
    assertThat(metrics.text()).contains("rollcall_agent_unreadable_fields_total{field=\"inspect");
  }

  @ParameterizedTest
  @ValueSource(ints = {403, 404, 500, 502})
  void inspectRefused_theListIsReported_andNothingDeparts(int status) {
    refusals.put("/containers/" + WEB + "/json", status);
    refusals.put("/containers/" + JOB + "/json", status);

    for (int round = 0; round < 3; round++) {
      NodeReport report = roster.reconcile(List.of());

      assertThat(report.departed()).isEmpty();
      assertThat(report.unread()).isEqualTo(2);
      assertThat(of(report, WEB).state()).isEqualTo(State.RUNNING);
      assertThat(of(report, WEB).labels()).containsEntry("team", "blue");
      assertThat(of(report, WEB).service()).isEqualTo("shop_web");
      assertThat(of(report, JOB).exitCode()).isEqualTo(3);
    }
    refusals.clear();
    assertThat(roster.reconcile(List.of()).unread()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/info", "/version", "/nodes", "/services"})
  void whatTheNodeTellsIsRefused_itsContainersAreReported(String path) {
    refusals.put(path, 403);

    assertThat(roster.reconcile(List.of()).containers()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "null", "", "[{\"Id\":", "<html>login</html>", "\"x\"", "[1"})
  void oddList_isNoList(String answer) {
    assertThat(roster.reconcile(List.of()).containers()).hasSize(2);
    answers.put("/containers/json", answer);

    assertThatThrownBy(() -> roster.reconcile(List.of()))
        .isInstanceOf(EngineUnavailableException.class);

    answers.put("/containers/json", LIST);
    NodeReport report = roster.reconcile(List.of());
    assertThat(report.containers()).hasSize(2);
    assertThat(report.departed()).isEmpty();
  }

  @Test
  void elementsWithoutAnId_areCounted() {
    answers.put("/containers/json", LIST.strip().replaceFirst("]$", ",{},7,{\"Id\":\"../x\"}]"));

    NodeReport report = roster.reconcile(List.of());

    assertThat(report.containers()).hasSize(2);
    assertThat(report.listed()).isEqualTo(5);
    assertThat(report.unread()).isEqualTo(3);
  }

  @Test
  void tenThousandContainers_asManyAsAListTakesAreTold_andTheRestCounted() {
    StringBuilder list = new StringBuilder("[");
    for (int i = 0; i < 10_000; i++) {
      list.append(i == 0 ? "" : ",").append("{\"Id\":\"c%d\",\"State\":\"created\"}".formatted(i));
    }
    answers.put("/containers/json", list.append("]").toString());

    NodeReport report = roster.reconcile(List.of());

    assertThat(report.containers()).hasSize(2000);
    assertThat(report.listed()).isEqualTo(10_000);
    assertThat(report.unread()).isEqualTo(10_000);
  }

  @Test
  void mutatedAnswers_neverHideAContainerThatIsListed() {
    Random random = new Random(16);
    List<String> paths = List.of("/info", "/nodes", "/services", "/containers/json");
    for (int i = 0; i < 10_000; i++) {
      Map<String, String> before = Map.copyOf(answers);
      String path =
          switch (random.nextInt(3)) {
            case 0 -> "/containers/" + WEB + "/json";
            case 1 -> "/containers/json";
            default -> paths.get(random.nextInt(paths.size()));
          };
      JsonElement json = Json.read(answers.get(path), JsonElement.class);
      for (int times = random.nextInt(3); times >= 0; times--) {
        mutate(json, random, path.equals("/containers/json"));
      }
      answers.put(path, json.toString());

      NodeReport report = roster.reconcile(List.of());

      assertThat(report.containers())
          .as("mutation %d: %s", i, json)
          .extracting(Report::id)
          .contains(WEB, JOB);
      assertThat(report.departed()).isEmpty();
      // What a server would read of it.
      Json.read(Json.write(report), NodeReport.class);
      answers.putAll(before);
    }
    assertThat(metrics.text().lines().filter(line -> line.contains("unreadable_fields_total{")))
        .hasSizeLessThan(100);
  }

  private static void mutate(JsonElement json, Random random, boolean keepIds) {
    if (json instanceof JsonArray array && !array.isEmpty()) {
      int at = random.nextInt(array.size());
      if (isTree(array.get(at)) && (keepIds || random.nextInt(4) > 0)) {
        mutate(array.get(at), random, keepIds);
      } else {
        array.set(at, odd(random));
      }
    } else if (json instanceof JsonObject object && !object.isEmpty()) {
      List<String> names = List.copyOf(object.keySet());
      String name = names.get(random.nextInt(names.size()));
      if (keepIds && name.equals("Id")) {
        return;
      }
      if (isTree(object.get(name)) && random.nextInt(4) > 0) {
        mutate(object.get(name), random, keepIds);
      } else if (random.nextInt(4) == 0) {
        object.remove(name);
      } else {
        object.add(name, odd(random));
      }
    }
  }

  private static boolean isTree(JsonElement json) {
    return json.isJsonArray() || json.isJsonObject();
  }

  private static JsonElement odd(Random random) {
    return switch (random.nextInt(14)) {
      case 0 -> JsonNull.INSTANCE;
      case 1 -> new JsonPrimitive("");
      case 2 -> new JsonPrimitive("x".repeat(5000));
      case 3 -> new JsonPrimitive(-1);
      case 4 -> new JsonPrimitive(Long.MAX_VALUE);
      case 5 -> new JsonPrimitive(new java.math.BigDecimal("1e400"));
      case 6 -> new JsonPrimitive(0.5);
      case 7 -> new JsonPrimitive(true);
      case 8 -> new JsonPrimitive("+99999-01-01T00:00:00Z");
      case 9 -> new JsonPrimitive("tomorrow's word");
      case 10 -> new JsonPrimitive("nul \0 and \ud800");
      case 11 -> new JsonObject();
      case 12 -> new JsonArray();
      default -> Json.read("[[{\"deep\": [null]}], 7]", JsonElement.class);
    };
  }
}
