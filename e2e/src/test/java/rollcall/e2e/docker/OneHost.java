package rollcall.e2e.docker;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import rollcall.api.node.Node;
import rollcall.client.AgentClient;
import rollcall.client.RollcallClient;
import rollcall.client.http.Endpoint;
import rollcall.client.http.HttpClients;
import rollcall.client.http.Target;
import rollcall.e2e.Command;
import rollcall.e2e.Http;
import rollcall.e2e.Secret;

/**
 * Rollcall's images on one Docker engine, without a swarm. What a scenario starts through it is
 * removed after each test; where the field is static, after all tests of the class.
 */
public final class OneHost implements BeforeAllCallback, AfterEachCallback, AfterAllCallback {
  /** Options of docker run, as stack.yml and compose.yml have them. */
  static final List<String> TIGHT =
      List.of(
          ("--read-only --tmpfs /tmp:size=32m --cap-drop ALL --security-opt no-new-privileges"
                  + " --pids-limit 512 --memory 256m")
              .split(" "));

  private static final String AGENT_KEY = "ROLLCALL_AGENT_KEY";
  private static final String TOKEN = "ROLLCALL_TOKEN";
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final String run = "rollcall-e2e-" + ProcessHandle.current().pid();
  // Handed to the programs, and to docker, by name: not in an argument list.
  private final Map<String, String> secrets = new HashMap<>();
  private final HttpClients clients = new HttpClients();
  private boolean keptForAllTests;

  OneHost() {
    secrets.put(AGENT_KEY, Secret.random());
    secrets.put(TOKEN, Secret.random());
  }

  /** To wait for what a busy machine does late. */
  static ConditionFactory patiently() {
    return await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(200))
        .ignoreExceptions();
  }

  static String hostname() {
    return Command.of("hostname").ok().strip();
  }

  String agentKey() {
    return secret(AGENT_KEY);
  }

  String token() {
    return secret(TOKEN);
  }

  private String secret(String variable) {
    return Optional.ofNullable(secrets.get(variable)).orElseThrow();
  }

  /** Another key for what is started from now on. */
  void agentKey(String key) {
    secrets.put(AGENT_KEY, key);
  }

  /** Where containers reach this machine, and servers and agents listen: hidden from the LAN. */
  String gateway() {
    String bridge =
        docker("network", "inspect", "bridge", "--format")
            .and(List.of("{{index .Options \"com.docker.network.bridge.name\"}}"))
            .ok()
            .strip();
    try {
      return NetworkInterface.getByName(bridge)
          .inetAddresses()
          .filter(Inet4Address.class::isInstance)
          .map(InetAddress::getHostAddress)
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new AssertionError("no interface " + bridge, e);
    }
  }

  /** What a container, a volume or an image of this scenario is called. */
  String name(String what) {
    return run + "-" + what;
  }

  Command docker(String... words) {
    return Command.of("docker").and(List.of(words)).with(secrets);
  }

  /** Starts a container in the background. */
  void start(String what, List<String> options, String image, String... arguments) {
    inBackground(what).and(options).and(List.of(image)).and(List.of(arguments)).ok();
  }

  private Command inBackground(String what) {
    return docker("run", "-d", "--name", name(what));
  }

  /** A client's command, in a container that is gone afterwards. */
  Command client(String what, List<String> options, String... arguments) {
    return docker("run", "--rm", "--name", name(what))
        .and(options)
        .and(List.of("app_client"))
        .and(List.of(arguments));
  }

  void remove(String what) {
    docker("rm", "-f", "-v", name(what)).ok();
  }

  String inspect(String what, String format) {
    return docker("inspect", "--format", format, name(what)).ok().strip();
  }

  /** Both outputs of a container. */
  String logs(String what) {
    return docker("logs", name(what)).run().exited(0).all();
  }

  void awaitHealthy(String what) {
    patiently()
        .alias(what + " is healthy")
        .until(() -> inspect(what, "{{.State.Health.Status}}").equals("healthy"));
  }

  void startServer(String... options) {
    inBackground("server")
        .and(List.of("-p", gateway() + ":5001:5001", "-v", name("data") + ":/data"))
        .and(List.of("-e", "ROLLCALL_NODE=" + hostname(), "-e", AGENT_KEY, "-e", TOKEN))
        .and(TIGHT)
        .and(List.of(options))
        .and(List.of("app_server"))
        .ok();
    awaitHealthy("server");
  }

  void startAgent(String... options) {
    String socket = "/var/run/docker.sock";
    inBackground("agent")
        .and(List.of("--network", "host", "-v", socket + ":" + socket))
        .and(List.of("--group-add", group(socket), "-e", AGENT_KEY, "-e", TOKEN))
        .and(List.of("-e", "ROLLCALL_BIND=" + gateway()))
        .and(List.of("-e", "ROLLCALL_SERVER=http://" + gateway() + ":5001"))
        .and(TIGHT)
        .and(List.of(options))
        .and(List.of("app_agent"))
        .ok();
    awaitHealthy("agent");
  }

  /** A server and an agent. */
  void startRollcall() {
    startServer();
    startAgent();
  }

  private static String group(String file) {
    try {
      return Files.getAttribute(Path.of(file), "unix:gid").toString();
    } catch (IOException e) {
      throw new AssertionError(file, e);
    }
  }

  /** The server's API, for plain HTTP. */
  Http http() {
    return new Http("http://" + gateway() + ":5001");
  }

  /** The server's API with the operator's token. */
  RollcallClient server() {
    Endpoint endpoint = Endpoint.on(Target.SERVER, gateway());
    return new RollcallClient(clients, endpoint, TIMEOUT, Optional.of(token()));
  }

  /** The agent's API with the operator's token. */
  AgentClient agent() {
    Endpoint endpoint = Endpoint.on(Target.AGENT, gateway());
    return new AgentClient(clients, endpoint, TIMEOUT, Optional.of(token()));
  }

  /** This machine, as soon as its agent was heard. */
  Node node() {
    return patiently()
        .alias("the agent is heard")
        .until(() -> server().nodes().value().nodes().get(0), node -> node.lastHeard() != null);
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    keptForAllTests = true;
  }

  @Override
  public void afterEach(ExtensionContext context) {
    showWhereFailed(context);
    if (!keptForAllTests) {
      clean();
    }
  }

  @Override
  public void afterAll(ExtensionContext context) {
    if (keptForAllTests) {
      showWhereFailed(context);
      clean();
    }
  }

  private void showWhereFailed(ExtensionContext context) {
    if (context.getExecutionException().isPresent()) {
      for (String id : ours("ps", "-aq")) {
        System.out.println(docker("ps", "-a", "--filter", "id=" + id).run().all());
        System.out.println(docker("logs", "--tail", "15", id).run().all());
      }
    }
  }

  private List<String> ours(String... list) {
    return docker(list).and(List.of("--filter", "name=" + run + "-")).ok().lines().toList();
  }

  private void clean() {
    List<String> containers = ours("ps", "-aq");
    if (!containers.isEmpty()) {
      docker("rm", "-f", "-v").and(containers).ok();
    }
    docker("volume", "rm", "-f", name("data")).ok();
    List<String> images =
        docker("images", "-q", "--filter", "reference=" + run + "-*")
            .ok()
            .lines()
            .distinct()
            .toList();
    if (!images.isEmpty()) {
      docker("rmi", "-f").and(images).ok();
    }
  }
}
