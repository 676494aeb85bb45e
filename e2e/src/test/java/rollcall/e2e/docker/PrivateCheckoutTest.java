package rollcall.e2e.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static rollcall.e2e.docker.OneHost.TIGHT;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import rollcall.e2e.Command;
import rollcall.e2e.Ran;

/**
 * Images built from a checkout under umask 077, in which no file is anybody's but its owner's, run
 * as the user that they name, which has no privileges.
 */
@Tag("docker")
class PrivateCheckoutTest {
  @RegisterExtension static final OneHost HOST = new OneHost();
  @TempDir static Path checkout;

  @BeforeAll
  static void copy() {
    Command.of(
            "sh",
            "-c",
            "tar -c --exclude=target --exclude=node_modules --exclude=./.git ."
                + " | tar -C \"$TO\" -x")
        .with("TO", checkout.toString())
        .ok();
    Command.of("chmod", "-R", "go-rwx", checkout.toString()).ok();
  }

  @Test
  void images_ofAPrivateCheckout_run() {
    build("server", "--target", "server", checkout.toString());
    build("agent", "--target", "agent", checkout.toString());
    build("web", checkout.resolve("docker_web").toString());

    List<String> server = new ArrayList<>(TIGHT);
    server.addAll(List.of("-v", HOST.name("data") + ":/data", "-e", "ROLLCALL_AUTH=off"));
    HOST.start("server", server, HOST.name("server"));
    List<String> agent = new ArrayList<>(TIGHT);
    agent.addAll(List.of("-e", "ROLLCALL_AGENT_KEY"));
    HOST.start("agent", agent, HOST.name("agent"));
    HOST.start("web", TIGHT, HOST.name("web"));

    List.of("server", "agent", "web").forEach(HOST::awaitHealthy);
    HOST.docker("exec", HOST.name("web"), "cat", "/srv/rollcall/index.html").ok();
  }

  private static void build(String program, String... arguments) {
    HOST.docker("build", "-q", "-t", HOST.name(program))
        .and(List.of("--build-arg", "BUILD_IMAGE=rollcall-base-build"))
        .and(List.of("--build-arg", "RUNTIME_IMAGE=rollcall-base-runtime"))
        .and(List.of("--build-arg", "NGINX_IMAGE=rollcall-nginx"))
        .and(List.of(arguments))
        .within(Duration.ofMinutes(20))
        .ok();
  }

  @Test
  void images_withoutARegistry_nameTheWayWithoutOne() {
    Ran ran =
        Command.of(checkout.resolve("rollcall").toString(), "images")
            .with("BUILD_IMAGE", "registry.invalid/base")
            .within(Duration.ofMinutes(5))
            .run();
    assertThat(ran.exitCode()).isNotZero();
    assertThat(ran.all()).contains("--debian-base");
  }
}
