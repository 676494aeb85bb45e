package rollcall.e2e.swarm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import rollcall.api.container.Container;
import rollcall.client.ContainerFilter;
import rollcall.e2e.machine.Machine;

/**
 * What provisioning leaves: both machines in one swarm, all replicas with the storage, an agent a
 * node.
 */
@Tag("swarm")
class FirstUpTest {
  @RegisterExtension static final Swarm SWARM = new Swarm();

  @BeforeAll
  static void whole() {
    Swarm.awaitWhole();
  }

  @Test
  void bothMachines_areReadyNodes() {
    assertThat(Swarm.nodes()).containsExactly("client Ready", "server Ready");
  }

  @Test
  void replicas_runBesideTheirStorage_andAnAgentOnEachNode() {
    assertThat(nodesOf("server")).containsExactly("server", "server", "server");
    assertThat(nodesOf("agent")).containsExactly("client", "server");
  }

  private static List<String> nodesOf(String service) {
    String command =
        "docker service ps --filter desired-state=running --format '{{.Node}}' rollcall_" + service;
    return Swarm.SERVER.ok(command).lines().sorted().toList();
  }

  @Test
  void roster_hasWhatEachEngineLists() {
    for (Machine machine : Swarm.NODES) {
      Swarm.eventually(
          "the roster has what docker ps -a lists on " + machine,
          () -> roster(machine).equals(listed(machine)));
    }
  }

  private static Set<String> listed(Machine machine) {
    return machine.ok("docker ps -aq --no-trunc").lines().collect(Collectors.toSet());
  }

  private static Set<String> roster(Machine machine) {
    return Swarm.api(machine).containers(ContainerFilter.NONE).stream()
        .flatMap(page -> page.value().containers().stream())
        .map(Container::report)
        .filter(report -> machine.name().equals(report.node()))
        .map(report -> report.id())
        .collect(Collectors.toSet());
  }

  @Test
  void auth_isOn() {
    assertThat(Swarm.api(Swarm.CLIENT).status().value().auth()).isEqualTo("on");
  }

  @Test
  void joinToken_isInNoFileThatProvisioningWrites() {
    for (Machine machine : Swarm.NODES) {
      assertThat(
              machine
                  .run("grep -rlI 'SWMTKN-[0-9]-' /tmp /var/log /vagrant /etc /home /root")
                  .out())
          .isEmpty();
    }
  }

  @Test
  void appClient_isThereForDockerRun() {
    assertThat(Swarm.CLIENT.ok("docker image inspect --format '{{.Id}}' app_client"))
        .startsWith("sha256:");
  }
}
