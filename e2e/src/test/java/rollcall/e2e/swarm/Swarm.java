package rollcall.e2e.swarm;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestWatcher;
import rollcall.api.container.Container;
import rollcall.api.container.Report;
import rollcall.client.RollcallClient;
import rollcall.client.http.Endpoint;
import rollcall.client.http.HttpClients;
import rollcall.client.http.Target;
import rollcall.e2e.Http;
import rollcall.e2e.Sha256;
import rollcall.e2e.machine.Machine;

/**
 * The swarm that `./rollcall e2e` made, of the machines server and client; one for all scenarios.
 */
public final class Swarm implements BeforeAllCallback, TestWatcher {
  /** The manager, with the storage and the registry. */
  public static final Machine SERVER = new Machine("server", "192.168.56.10");

  public static final Machine CLIENT = new Machine("client", "192.168.56.11");
  public static final List<Machine> NODES = List.of(SERVER, CLIENT);

  private static final Duration REQUEST = Duration.ofSeconds(30);
  private static String token;

  /** How long a scenario waits for what has to come, on machines that may be emulated. */
  static final Duration PATIENCE = Duration.ofMinutes(5);

  @Override
  public void beforeAll(ExtensionContext context) {
    assertThat(System.getenv("MACHINES"))
        .as("the kind of machines, which ./rollcall e2e sets: see ./rollcall e2e --help")
        .isNotNull();
  }

  @Override
  public void testFailed(ExtensionContext context, Throwable cause) {
    Evidence.keep(context.getRequiredTestClass().getSimpleName());
  }

  /**
   * The API at a machine's port of the mesh, over a connection of its own: another replica each
   * time.
   */
  public static RollcallClient api(Machine machine) {
    return client(machine, Optional.empty());
  }

  private static RollcallClient client(Machine machine, Optional<String> token) {
    return new RollcallClient(
        new HttpClients(), Endpoint.on(Target.SERVER, machine.address()), REQUEST, token);
  }

  /** The same for requests that no good client sends. */
  public static Http http(Machine machine) {
    return new Http("http://" + machine.address() + ":5001");
  }

  /** The operator's, which provisioning leaves on the manager for root. */
  public static synchronized String token() {
    if (token == null) {
      token = SERVER.ok("cat /etc/rollcall/token");
    }
    return token;
  }

  /** Stores a report of a made-up container, as an operator; returns when it is acknowledged. */
  public static void post(Machine machine, String name) {
    Report report =
        Report.basic(
            Sha256.hex(name), name, "lab", Instant.parse("2026-11-01T00:00:00Z"), 1.5, 0.25);
    client(machine, Optional.of(token())).post(report);
  }

  /** A container, read through a machine's port. */
  public static Container container(Machine machine, String name) {
    return api(machine).container(name).value();
  }

  /** How many of {@code requests} new connections each replica answered. */
  public static Map<String, Integer> answering(Machine machine, int requests) {
    Map<String, Integer> counts = new TreeMap<>();
    for (int i = 0; i < requests; i++) {
      counts.merge(http(machine).get("/healthcheck").is(200).servedBy(), 1, Integer::sum);
    }
    return counts;
  }

  /** Each of {@code replicas}, behind both machines' ports, tells of the container. */
  public static void knownToAll(String name, int replicas) {
    for (Machine machine : NODES) {
      for (int i = 0; i < 2 * replicas; i++) {
        assertThat(container(machine, name).report().name()).isEqualTo(name);
      }
    }
  }

  public static void scale(int replicas) {
    SERVER.ok("docker service scale -d rollcall_server=" + replicas);
  }

  /** Awaits that so many tasks of rollcall_{@code service} run, of as many wanted ones. */
  public static void awaitRunning(String service, int tasks) {
    String wanted = tasks + "/" + tasks;
    String list =
        "docker service ls --filter name=rollcall_%s --format '{{.Replicas}}'".formatted(service);
    eventually("rollcall_" + service + " at " + wanted, () -> SERVER.ok(list).equals(wanted));
  }

  /** Awaits that so many replicas answer behind a machine's port. */
  public static void awaitAnswering(Machine machine, int replicas) {
    eventually(
        replicas + " replicas answer on " + machine,
        () -> answering(machine, 4 * replicas).size() == replicas);
  }

  /**
   * Awaits the swarm as it is deployed: three replicas and an agent a node, and all of them answer.
   */
  public static void awaitWhole() {
    awaitRunning("server", 3);
    awaitRunning("agent", NODES.size());
    NODES.forEach(machine -> awaitAnswering(machine, 3));
  }

  /** The manager's view of its nodes: {@code client Ready}. */
  public static List<String> nodes() {
    return SERVER
        .ok("docker node ls --format '{{.Hostname}} {{.Status}}'")
        .lines()
        .sorted()
        .toList();
  }

  /** Waits until it holds; an error while asking is no end. */
  public static void eventually(String what, BooleanSupplier holds) {
    Awaitility.await(what)
        .atMost(PATIENCE)
        .pollInterval(Duration.ofSeconds(1))
        .ignoreExceptions()
        .until(() -> tried(holds));
  }

  private static boolean tried(BooleanSupplier holds) {
    try {
      return holds.getAsBoolean();
    } catch (AssertionError notYet) {
      return false;
    }
  }
}
