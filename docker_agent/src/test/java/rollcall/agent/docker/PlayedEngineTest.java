package rollcall.agent.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import rollcall.agent.docker.node.NodeContainers;
import rollcall.agent.docker.usage.Usage;
import rollcall.agent.docker.usage.UsageReader;
import rollcall.agent.metrics.Metrics;
import rollcall.agent.roster.NodeRoster;
import rollcall.api.container.Report;
import rollcall.api.container.State;
import rollcall.api.node.NodeReport;

/** A fake engine with unexpected, late and error responses. */
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

  private final Metrics metrics = new Metrics(System::nanoTime);
  private final PlayedEngine played = new PlayedEngine();
  private final Map<String, String> answers = played.answers;
  private final Map<String, Integer> refusals = played.refusals;
  private Engine engine;
  private NodeRoster roster;

  @BeforeEach
  void start() {
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
    engine = new Engine(played.address(), Duration.ofSeconds(10));
    roster =
        new NodeRoster(
            new NodeContainers(engine, Optional.empty(), Clock.systemUTC(), metrics), metrics);
  }

  @AfterEach
  void stop() {
    engine.close();
    played.close();
  }

  private static Report of(NodeReport report, String id) {
    return report.containers().stream().filter(r -> r.id().equals(id)).findFirst().orElseThrow();
  }

  @Test
  void unreadableFields_areUnknown_andTheOthersAreReported() {
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
  void inspectRefused_theListIsReported_withoutDepartedContainers(int status) {
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
  void nodeInfoRefused_containersAreReported(String path) {
    refusals.put(path, 403);

    assertThat(roster.reconcile(List.of()).containers()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "null", "", "[{\"Id\":", "<html>login</html>", "\"x\"", "[1"})
  void invalidList_isRefused(String answer) {
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
  void tenThousandContainers_areReportedUpToTheLimit_andCounted() {
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
  void usage_isTheLastMeasurement_ifTheEngineRespondsWithAnError() {
    String stats = "/containers/" + WEB + "/stats";
    answers.put(stats, PlayedEngine.recorded("stats.json"));
    UsageReader reader = new UsageReader();
    try (EngineSession session = engine.openSession()) {
      Usage measured = reader.measure(session, WEB);
      assertThat(measured.memory()).isPositive();

      refusals.put(stats, 500);
      assertThat(reader.measure(session, WEB)).isEqualTo(measured);

      answers.put(stats, "{\"message\":\"No such container: " + WEB + "\"}");
      refusals.put(stats, 404);
      assertThat(reader.measure(session, WEB)).isEqualTo(Usage.NONE);
    }
  }
}
