package rollcall.agent.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import rollcall.agent.docker.TestDocker;
import rollcall.api.Problem;
import rollcall.api.container.Health;
import rollcall.api.container.Network;
import rollcall.api.container.Port;
import rollcall.api.container.Report;
import rollcall.api.container.ResourceLimits;
import rollcall.api.container.Sample;
import rollcall.api.container.State;
import rollcall.api.json.Json;
import rollcall.api.node.NodeReport;
import rollcall.attestation.Attestation;
import rollcall.attestation.Audience;
import rollcall.attestation.ContentDigest;
import rollcall.attestation.Verifier;

/** The info server over real HTTP, with a real engine. */
class InfoServerEngineTest {
  private static TestDocker docker;
  private static TestServer server;

  @BeforeAll
  static void start() {
    docker = new TestDocker();
    server = new TestServer(Optional.empty());
  }

  @AfterAll
  static void stop() {
    server.close();
    docker.close();
  }

  @Test
  void getInfo_onTheDefaultBridge_describesTheCaller() {
    String id = docker.run("--label", "team=blue", "--env", "SECRET=hush");

    String answer = docker.wget(id, server.port(), "/info");

    Report report = Json.read(answer, Report.class);
    assertThat(report.id()).isEqualTo(id);
    assertThat(report.image()).isEqualTo(docker.image());
    assertThat(report.name()).isNotBlank().doesNotStartWith("/");
    assertThat(report.node()).isEqualTo("node-1");
    assertThat(report.state()).isEqualTo(State.RUNNING);
    assertThat(report.labels()).containsEntry("team", "blue");
    assertThat(report.networks()).extracting(Network::name).containsExactly("bridge");
    assertThat(report.restarts()).isZero();
    assertThat(report.created()).isNotNull();
    assertThat(report.started()).isAfter(report.created());
    assertThat(report.exitCode()).isNull();
    // Without the name, because Docker may name a container sleepy_shannon.
    assertThat(answer.replace(report.name(), "")).doesNotContain("hush", "SECRET", "sleep");
  }

  @Test
  void getInfo_ofTheCaller_hasAnAttestation() {
    String id = docker.run();

    for (String path : List.of("/info", "/info/" + id, "/containers/" + id)) {
      String answer = docker.wget(id, server.port(), path, "-S");
      String statement = answer.replaceFirst("(?s).*(?i:x-rollcall-statement): (\\S+).*", "$1");
      String body = answer.substring(answer.indexOf("\n{") + 1);

      assertThat(new Verifier(List.of(TestServer.KEY), Clock.systemUTC()).verify(statement))
          .isEqualTo(
              new Attestation(
                  "node-1",
                  id,
                  Audience.REPORT,
                  ContentDigest.digest(Json.read(body, JsonElement.class))));
    }
  }

  @Test
  void getContainer_byAnOperator_hasNoAttestation() {
    HttpResponse<String> response = server.get("/containers/" + docker.run());

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("X-Rollcall-Statement")).isEmpty();
  }

  @Test
  void getInfo_onAUserDefinedBridge_describesTheCaller() {
    String network = docker.network();
    docker.run("--network", network);
    String id = docker.run("--network", network, "--name", "asker-" + network);

    Report report = Json.read(docker.wget(id, server.port(), "/info"), Report.class);

    assertThat(report.id()).isEqualTo(id);
    assertThat(report.name()).isEqualTo("asker-" + network);
    assertThat(report.networks()).extracting(Network::name).containsExactly(network);
  }

  @Test
  void getInfo_sharedNetwork_isRefusedForBoth() {
    String owner = docker.run();
    assertThat(Json.read(docker.wget(owner, server.port(), "/info"), Report.class).id())
        .isEqualTo(owner);
    String sidecar = docker.run("--network", "container:" + owner);

    for (String id : List.of(owner, sidecar)) {
      assertThat(docker.wget(id, server.port(), "/info")).contains("403 Forbidden");
    }
  }

  @Test
  void getInfo_fromTheNodeItself_isUnknownCaller() {
    HttpResponse<String> response = server.get("/info");

    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(response.headers().firstValue("content-type")).contains(Problem.MEDIA_TYPE);
    assertThat(problem(response))
        .isEqualTo(
            new Problem(
                "urn:rollcall:problem:asker-unknown",
                "Unknown caller",
                404,
                "No running container of this node has the address 127.0.0.1.",
                "/info",
                "Send the request from inside a container to its default gateway; on the node"
                    + " itself name a container: GET /info/ID. A container on the host network has"
                    + " no address of its own."));
  }

  @Test
  void getInfo_ofTheCallerById_isTheFirstLabsSixFields() {
    String id = docker.run();
    String name = TestDocker.docker("inspect", "--format", "{{.Name}}", id).strip().substring(1);

    for (String key : List.of(id, id.substring(0, 12), name)) {
      String answer = docker.wget(id, server.port(), "/info/" + key);

      assertThat(Json.read(answer, Sample.class).id()).isEqualTo(id);
      assertThat(Json.read(answer, JsonObject.class).keySet())
          .containsExactlyInAnyOrder(
              "id", "image", "name", "timestamp", "memory_usage", "cpu_usage");
    }
  }

  @Test
  void getInfo_ofAnother_isForbidden() {
    String caller = docker.run();
    String other = docker.run();

    for (String path :
        List.of("/info/" + other, "/containers/" + other, "/info/nosuch", "/containers")) {
      assertThat(docker.wget(caller, server.port(), path)).as(path).contains("403 Forbidden");
    }
  }

  @Test
  void getContainer_ofAnother_withTheToken_isAllowed() {
    String caller = docker.run();
    String other = docker.run();
    String script = "busybox wget -qO- --header 'Authorization: Bearer %s' http://%s/info/%s 2>&1";
    String node =
        TestDocker.docker("inspect", "--format", "{{.NetworkSettings.Gateway}}", caller).strip()
            + ":"
            + server.port();

    String allowed =
        TestDocker.docker(
            "exec", caller, "sh", "-c", script.formatted(TestServer.TOKEN, node, other));
    String refused =
        TestDocker.docker(
            "exec", caller, "sh", "-c", script.formatted("wrong", node, other) + " || true");

    assertThat(Json.read(allowed, Sample.class).id()).isEqualTo(other);
    assertThat(refused).contains("403 Forbidden");
  }

  @Test
  void getContainer_byIdPrefixAndName_fromTheNode() {
    String id = docker.run("--name", "by-name-" + System.nanoTime());
    Report whole = container(id);

    assertThat(container(id.substring(0, 20)).id()).isEqualTo(id);
    assertThat(container(whole.name()).id()).isEqualTo(id);
  }

  @Test
  void getContainer_notFound() {
    HttpResponse<String> response = server.get("/containers/nosuch");

    assertThat(problem(response))
        .isEqualTo(
            new Problem(
                "urn:rollcall:problem:no-such-container",
                "No such container",
                404,
                "No container of this node has the id, id prefix or name \"nosuch\".",
                "/containers/nosuch",
                "\"docker ps --all\" lists this node's containers; ask another node's agent for"
                    + " others."));
    assertThat(response.statusCode()).isEqualTo(404);
  }

  @Test
  void getContainer_portsAndLimits() {
    String id =
        docker.run(
            "--publish=127.0.0.1::80",
            "--expose=9/udp",
            "--memory=64m",
            "--cpus=1.5",
            "--pids-limit=50");
    int published =
        Integer.parseInt(TestDocker.docker("port", id, "80/tcp").strip().replaceFirst(".*:", ""));

    Report report = container(id);

    assertThat(report.limits()).isEqualTo(new ResourceLimits(64.0, 1.5, 50L));
    assertThat(report.ports())
        .containsExactly(
            new Port(9, "udp", null, null), new Port(80, "tcp", "127.0.0.1", published));
  }

  @Test
  void getContainer_withHealthCheck_hasItsStatus() {
    String healthy = docker.run("--health-cmd=true", "--health-interval=1s");
    String unhealthy =
        docker.run("--health-cmd=false", "--health-interval=1s", "--health-retries=1");

    assertThat(container(docker.run()).health()).isNull();
    Awaitility.await()
        .atMost(20, TimeUnit.SECONDS)
        .untilAsserted(
            () -> {
              assertThat(container(healthy).health()).isEqualTo(Health.HEALTHY);
              assertThat(container(unhealthy).health()).isEqualTo(Health.UNHEALTHY);
            });
  }

  @Test
  void getContainer_stopped_hasExitCodeAndNoUsage() {
    String id = docker.runCommand(List.of(), "sh", "-c", "exit 3");
    TestDocker.docker("wait", id);

    Report report = container(id);

    assertThat(report.state()).isEqualTo(State.EXITED);
    assertThat(report.exitCode()).isEqualTo(3);
    assertThat(report.memoryUsage()).isZero();
    assertThat(report.cpuUsage()).isZero();
  }

  @Test
  void getContainer_neverStarted_isCreated() {
    Report report = container(docker.createOnly());

    assertThat(report.state()).isEqualTo(State.CREATED);
    assertThat(report.started()).isNull();
    assertThat(report.exitCode()).isNull();
  }

  @Test
  void getContainer_paused_keepsItsMemory() {
    String id = docker.run();
    TestDocker.docker("pause", id);
    try {
      Report report = container(id);

      assertThat(report.state()).isEqualTo(State.PAUSED);
      assertThat(report.memoryUsage()).isPositive();
      assertThat(report.cpuUsage()).isZero();
    } finally {
      TestDocker.docker("unpause", id);
    }
  }

  @Test
  void getContainer_busy_hasAFractionOfTheHost() {
    String id = docker.runCommand(List.of(), "sh", "-c", "while :; do :; done");

    double share = container(id).cpuUsage();

    // One loop uses at most one CPU, and a part of it even on a busy machine.
    assertThat(share).isBetween(0.02, 1.0 / Runtime.getRuntime().availableProcessors() + 0.1);
    TestDocker.docker("kill", id);
  }

  @Test
  void getContainer_memory_isWhatDockerStatsPrints() {
    String id =
        docker.runCommand(
            List.of("--tmpfs=/tmp"),
            "sh",
            "-c",
            "busybox dd if=/dev/zero of=/tmp/ballast bs=1M count=48; exec sleep 600");
    Awaitility.await().atMost(1, TimeUnit.MINUTES).until(() -> container(id).memoryUsage() > 48);

    String printed =
        TestDocker.docker("stats", "--no-stream", "--format", "{{.MemUsage}}", id)
            .replaceFirst("MiB.*", "")
            .strip();

    assertThat(container(id).memoryUsage()).isCloseTo(Double.parseDouble(printed), within(1.0));
  }

  @Test
  void getContainers_listsThemAll_runningOnesFirst() {
    for (int i = 0; i < 12; i++) {
      docker.run("--env", "SECRET=hush" + i);
    }
    String created = docker.createOnly();

    HttpResponse<String> response = server.get("/containers");

    NodeReport report = Json.read(response.body(), NodeReport.class);
    assertThat(report.containers()).hasSizeGreaterThanOrEqualTo(13);
    assertThat(report.containers())
        .anySatisfy(container -> assertThat(container.id()).isEqualTo(created))
        .allSatisfy(container -> assertThat(container.node()).isEqualTo("node-1"));
    assertThat(report.containers().get(0).state()).isEqualTo(State.RUNNING);
    assertThat(report.engineVersion()).isNotBlank();
    assertThat(response.body()).doesNotContain("hush", "SECRET");
  }

  @Test
  void getContainers_whileSomeAreRemoved_succeeds() throws Exception {
    List<String> doomed = Stream.generate(() -> docker.run()).limit(6).toList();
    String survivor = docker.run();
    Thread reaper = new Thread(() -> doomed.forEach(id -> TestDocker.docker("rm", "--force", id)));

    reaper.start();
    while (reaper.isAlive()) {
      HttpResponse<String> response = server.get("/containers");
      assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
      assertThat(response.body()).contains(survivor);
    }
    reaper.join();
  }

  private static Report container(String key) {
    HttpResponse<String> response = server.get("/containers/" + key);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return Json.read(response.body(), Report.class);
  }

  private static Problem problem(HttpResponse<String> response) {
    return Json.read(response.body(), Problem.class);
  }
}
