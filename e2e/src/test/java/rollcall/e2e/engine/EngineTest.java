package rollcall.e2e.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import rollcall.api.container.Container;
import rollcall.api.container.State;
import rollcall.api.node.Node;
import rollcall.client.ContainerFilter;
import rollcall.client.RollcallClient;
import rollcall.client.http.Endpoint;
import rollcall.client.http.HttpClients;
import rollcall.client.http.Target;
import rollcall.e2e.Http;
import rollcall.e2e.Terminal;
import rollcall.e2e.machine.Machine;

/**
 * Rollcall on a machine with one engine: agent, roster, events, the prompt, and the stack where the
 * engine has Swarm. $ENGINE is its command: docker or podman.
 */
@Tag("engine")
@TestMethodOrder(OrderAnnotation.class)
class EngineTest {
  private static final Machine MACHINE = new Machine("engine", "192.168.56.10");
  private static final String ENGINE =
      Optional.ofNullable(System.getenv("ENGINE")).orElse("docker");
  private static final String SOCKET =
      ENGINE.equals("podman") ? "/run/podman/podman.sock" : "/var/run/docker.sock";
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  @BeforeAll
  static void startRollcall() {
    eventually("the engine answers").until(() -> MACHINE.run(ENGINE + " info").exitCode() == 0);
    MACHINE.ok(ENGINE + " load -q </dev/ubdb");
    String keys =
        "umask 077; for name in KEY TOKEN; do head -c 32 /dev/urandom | base64 >/root/$name; done";
    MACHINE.ok(keys);
    // In a file, not in an argument list.
    MACHINE.ok(
        "printf 'ROLLCALL_AGENT_KEY=%s\\nROLLCALL_TOKEN=%s\\n' \"$(cat /root/KEY)\" \"$(cat /root/TOKEN)\""
            + " >/root/rollcall.env");
    run("server", "-p 5001:5001 -e ROLLCALL_NODE=engine", "app_server");
    run(
        "agent",
        ("--network host -v %s:/var/run/docker.sock --group-add $(stat -c %%g %s)"
                + " -e ROLLCALL_SERVER=http://127.0.0.1:5001")
            .formatted(SOCKET, SOCKET),
        "app_agent");
    eventually("the agent's list is there").until(() -> node().lastHeard() != null);
  }

  private static void run(String name, String options, String image) {
    MACHINE.ok(
        "%s run -d --name %s --env-file /root/rollcall.env %s %s"
            .formatted(ENGINE, name, options, image));
  }

  private static ConditionFactory eventually(String what) {
    return Awaitility.await(what)
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(500))
        .ignoreExceptions();
  }

  private static RollcallClient api() {
    return new RollcallClient(
        new HttpClients(),
        Endpoint.on(Target.SERVER, MACHINE.address()),
        Duration.ofSeconds(30),
        Optional.empty());
  }

  private static Node node() {
    return api().nodes().value().nodes().get(0);
  }

  private static Container container(String name) {
    return api().container(name).value();
  }

  @Test
  @Order(1)
  void agent_namesTheEngineAndItsVersion() {
    String version = MACHINE.ok(ENGINE + " version --format '{{.Server.Version}}'");
    System.out.printf(
        "%s %s, API as the agent has it: %s%n", ENGINE, version, node().engineVersion());
    assertThat(version).startsWith(node().engineVersion());
  }

  @Test
  @Order(2)
  void roster_hasWhatTheEngineLists() {
    MACHINE.ok(ENGINE + " create --name created-only app_client");
    MACHINE.ok(ENGINE + " run --name ended --entrypoint sh app_client -c 'exit 3' || true");
    eventually("the roster is what ps -a lists").until(() -> roster().equals(listed()));
    assertThat(container("created-only").report().state()).isEqualTo(State.CREATED);
    assertThat(container("ended").report().exitCode()).isEqualTo(3);
    assertThat(node().unread()).isZero();
  }

  private static Set<String> listed() {
    return new HashSet<>(MACHINE.ok(ENGINE + " ps -aq --no-trunc").lines().toList());
  }

  private static Set<String> roster() {
    return api().containers(ContainerFilter.NONE).stream()
        .flatMap(page -> page.value().containers().stream())
        .map(container -> container.report().id())
        .collect(Collectors.toSet());
  }

  @Test
  @Order(3)
  void events_tellOfAnEnd_beforeTheNextList() {
    MACHINE.ok(ENGINE + " run -d --name watched --entrypoint sleep app_client 1000");
    eventually("it runs").until(() -> container("watched").report().state() == State.RUNNING);
    MACHINE.ok(ENGINE + " kill watched");
    eventually("it has ended")
        .until(() -> Integer.valueOf(137).equals(container("watched").report().exitCode()));
    MACHINE.ok(ENGINE + " rm -f watched");
    eventually("it is removed").until(() -> container("watched").removedAt() != null);
  }

  @Test
  @Order(4)
  void prompt_postsItsOwnContainer() {
    try (Terminal terminal =
        MACHINE.terminal("sudo " + ENGINE + " run -it --name typed app_client")) {
      terminal.sees("rollcall>").types("post\r").sees("201").sees("rollcall>").types("exit\r");
      assertThat(terminal.ends()).isZero();
    }
    assertThat(container("typed").report().node()).isEqualTo("engine");
  }

  @Test
  @Order(5)
  void stack_isDeployed_andTheMeshDealsToItsReplicas() {
    assumeThat(ENGINE).as("Podman has no Swarm").isEqualTo("docker");
    MACHINE.ok("docker rm -f server agent");
    MACHINE.ok("docker swarm init --advertise-addr " + MACHINE.address());
    MACHINE.ok("docker node update --label-add rollcall.storage=true engine");
    MACHINE.ok(
        "docker secret create rollcall_agent_key /root/KEY; docker secret create rollcall_token /root/TOKEN");
    String stack = "cat >/root/stack.yml";
    assertThat(MACHINE.run(stack, file("stack.yml")).exitCode()).isZero();
    assertThat(MACHINE.run("cat >/root/uml.yml", file("provision/uml.yml")).exitCode()).isZero();
    MACHINE.ok(
        "ROLLCALL_REGISTRY= ROLLCALL_DOCKER_GROUP=$(stat -c %g "
            + SOCKET
            + ")"
            + " docker stack deploy --resolve-image never -c /root/stack.yml -c /root/uml.yml rollcall");
    Http http = new Http("http://" + MACHINE.address() + ":5001");
    Awaitility.await("three replicas answer in turn")
        .atMost(PATIENCE.multipliedBy(2))
        .pollInterval(Duration.ofSeconds(2))
        .ignoreExceptions()
        .until(() -> answering(http) == 3);
    eventually("the agent reports to them").until(() -> node().staleSince() == null);
  }

  private static long answering(Http http) {
    Set<String> replicas = new HashSet<>();
    for (int i = 0; i < 9; i++) {
      try {
        replicas.add(http.get("/healthcheck").servedBy());
      } catch (AssertionError notYet) {
        return 0;
      }
    }
    return replicas.size();
  }

  private static String file(String path) {
    try {
      return java.nio.file.Files.readString(rollcall.e2e.Repository.file(path));
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
