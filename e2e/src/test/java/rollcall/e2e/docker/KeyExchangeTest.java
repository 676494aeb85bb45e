package rollcall.e2e.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static rollcall.e2e.docker.OneHost.patiently;

import java.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import rollcall.e2e.Secret;

/** Agents' keys are exchanged without a gap. */
@Tag("docker")
class KeyExchangeTest {
  @RegisterExtension final OneHost host = new OneHost();

  /** First the servers know both keys, then the agents change, then the old one goes. */
  @Test
  void agentKeys_areBothValidUntilTheOldOneGoes() {
    String old = host.agentKey();
    host.startRollcall();
    host.node();

    host.agentKey(Secret.random());
    host.remove("server");
    host.startServer("-e", "ROLLCALL_AGENT_KEY_PREVIOUS=" + old);
    awaitHeardAnew();
    host.remove("agent");
    host.startAgent();
    awaitHeardAnew();
    host.remove("server");
    host.startServer();
    awaitHeardAnew();

    host.remove("agent");
    String valid = host.agentKey();
    host.agentKey(old);
    host.startAgent();
    host.agentKey(valid);
    patiently()
        .untilAsserted(
            () -> assertThat(host.logs("agent")).contains("is signed with an unknown key"));
  }

  private void awaitHeardAnew() {
    Instant before = host.node().lastHeard();
    patiently()
        .alias("the agent is heard anew")
        .until(() -> !host.node().lastHeard().equals(before));
  }
}
