package rollcall.e2e.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import rollcall.client.RollcallClient;
import rollcall.client.http.Endpoint;
import rollcall.client.http.HttpClients;
import rollcall.client.http.Target;
import rollcall.e2e.Command;
import rollcall.e2e.Http;
import rollcall.e2e.Repository;

/**
 * compose.yml on ports of its own, with the images of e2e/service-images.sh. What it starts is
 * removed after each test, data included; where the field is static, after all tests of the class.
 */
public final class Compose implements BeforeAllCallback, AfterEachCallback, AfterAllCallback {
  static final int HTTP_PORT = 28080;
  static final int WEB_PORT = 29000;
  private static final int TCP_PORT = 23000;
  private static final String REQUEST_FOR_HEALTH = "/healthcheck";

  /** Per request: URLs on the port that is balanced at layer 7 begin so. */
  static final String LAYER7 = "http://127.0.0.1:" + HTTP_PORT;

  /** Per connection: URLs on the port that is balanced at layer 4 begin so. */
  static final String LAYER4 = "http://127.0.0.1:" + TCP_PORT;

  private final Map<String, String> environment = new HashMap<>();
  private final String project = "rollcall-e2e-" + ProcessHandle.current().pid();
  private boolean keptForAllTests;

  Compose() {
    environment.put("COMPOSE_PROJECT_NAME", project);
    environment.put("HAPROXY_IMAGE", "rollcall-haproxy");
    environment.put("NGINX_IMAGE", "rollcall-nginx");
    environment.put("POSTGRES_IMAGE", "rollcall-postgres");
    findPlugin();
  }

  /** On ports that a machine's other programs hardly have, and with a long request log. */
  static Compose onHighPorts() {
    return new Compose()
        .with("ROLLCALL_HTTP_PORT", "" + HTTP_PORT)
        .with("ROLLCALL_TCP_PORT", "" + TCP_PORT)
        .with("ROLLCALL_WEB_PORT", "" + WEB_PORT)
        .with("ROLLCALL_KEEP_REQUESTS", "100000")
        .with("PG_PASS", "grüß " + UUID.randomUUID()); // any text will do
  }

  Compose with(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  String project() {
    return project;
  }

  /** The variables that Compose is started with. */
  Map<String, String> environment() {
    return Map.copyOf(environment);
  }

  /** To wait for what a busy machine does late. */
  static ConditionFactory patiently() {
    return await()
        .atMost(Duration.ofMinutes(3))
        .pollInterval(Duration.ofMillis(200))
        .ignoreExceptions();
  }

  /** Starts so many servers, and all else; returns when they take turns. */
  void start(int servers) {
    with("SERVER_COUNT", "" + servers).run("up", "-d");
    awaitTurns(servers);
    // The balancer's checks at layer 4 are others.
    patiently().until(() -> new Http(LAYER4).get(REQUEST_FOR_HEALTH).status() == 200);
  }

  /** Returns when that many replicas take turns at layer 7. */
  void awaitTurns(int servers) {
    String url = LAYER7 + REQUEST_FOR_HEALTH;
    patiently()
        .alias(servers + " servers take turns")
        .until(() -> Load.byReplica(Load.send(url, 3 * servers, 1)).size() == servers);
  }

  /** Runs a command of Compose. */
  void run(String... words) {
    command(words).ok();
  }

  private Command command(String... words) {
    return Command.of("docker", "compose")
        .and(List.of(words))
        .with(environment)
        .within(Duration.ofMinutes(10));
  }

  Command docker(String... words) {
    return Command.of("docker").and(List.of(words)).with(environment);
  }

  /** The ids of a service's running containers. */
  List<String> containers(String service) {
    return docker("ps", "-q")
        .and(List.of("--filter", "label=com.docker.compose.project=" + project))
        .and(List.of("--filter", "label=com.docker.compose.service=" + service))
        .ok()
        .lines()
        .toList();
  }

  /** The id of a service's only container. */
  String container(String service) {
    List<String> all = containers(service);
    assertThat(all).as(service).hasSize(1);
    return all.get(0);
  }

  String inspect(String id, String format) {
    return docker("inspect", "--format", format, id).ok().strip();
  }

  /** The project's own client, on the port that is balanced at layer 7. */
  RollcallClient client() {
    return new RollcallClient(
        new HttpClients(), Endpoint.parse(Target.SERVER, LAYER7), Duration.ofSeconds(30));
  }

  /** With Debian 12's docker-compose 1.29 as the plugin, where there is none. */
  private void findPlugin() {
    if (Command.of("docker", "compose", "version").run().exitCode() == 0) {
      return;
    }
    try {
      Path plugins = Repository.file("target/docker-config/cli-plugins");
      Files.createDirectories(plugins);
      Files.copy(
          Repository.file("e2e/compose-plugin.sh"),
          plugins.resolve("docker-compose"),
          StandardCopyOption.REPLACE_EXISTING,
          StandardCopyOption.COPY_ATTRIBUTES);
      with("DOCKER_CONFIG", plugins.getParent().toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    keptForAllTests = true;
  }

  @Override
  public void afterEach(ExtensionContext context) {
    context.getExecutionException().ifPresent(failure -> printLogs());
    if (!keptForAllTests) {
      remove();
    }
  }

  @Override
  public void afterAll(ExtensionContext context) {
    context.getExecutionException().ifPresent(failure -> printLogs());
    remove();
  }

  private void printLogs() {
    System.out.println(withPassword().command("logs", "--tail", "15").run().all());
  }

  private void remove() {
    withPassword().run("down", "-v", "-t", "2", "--remove-orphans");
  }

  /** The file asks for a password even where there is only something to look at or to remove. */
  private Compose withPassword() {
    environment.putIfAbsent("PG_PASS", "none");
    return this;
  }
}
