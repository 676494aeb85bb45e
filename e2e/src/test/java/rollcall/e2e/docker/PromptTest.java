package rollcall.e2e.docker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import rollcall.api.container.Report;
import rollcall.e2e.Command;
import rollcall.e2e.Terminal;

/**
 * A person types {@code docker run -it app_client}, with no arguments, on the default bridge: the
 * container posts itself and finds itself in the table.
 */
@Tag("docker")
class PromptTest {
  @RegisterExtension final OneHost host = new OneHost();

  @Test
  void prompt_post_registersItsContainer() {
    host.startRollcall();
    String name = host.name("client");
    try (Terminal terminal = host.docker("run", "-it", "--name", name, "app_client").atTerminal()) {
      terminal.sees("help for help").sees("rollcall>").types("post\r");
      terminal.sees("(201)").sees("app_client").sees("rollcall>").types("get\r");
      terminal.sees(name).sees("served by").sees("rollcall>").types("exit\r");
      assertThat(terminal.ends()).isZero();
    }

    Report report = host.server().container(name).value().report();
    assertThat(report.id()).isEqualTo(host.inspect("client", "{{.Id}}"));
    assertThat(report.image()).isEqualTo("app_client");
    assertThat(report.node()).isEqualTo(host.docker("info", "--format", "{{.Name}}").ok().strip());
    assertThat(report.memoryUsage()).isNotNull();
    assertThat(report.cpuUsage()).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"app_server", "app_agent", "app_client"})
  void image_runsAsAUserWithoutPrivileges(String image) {
    assertThat(Command.of("docker", "run", "--rm", "--entrypoint", "id", image, "-u").ok().strip())
        .isEqualTo("10001");
  }
}
