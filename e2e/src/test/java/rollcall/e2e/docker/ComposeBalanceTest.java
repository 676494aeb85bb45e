package rollcall.e2e.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static rollcall.e2e.docker.Compose.LAYER4;
import static rollcall.e2e.docker.Compose.LAYER7;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Five servers: layer 7 deals requests, layer 4 connections, each in equal shares, as the request
 * log shows. A server killed with -9 costs no request at layer 7, and is started again.
 */
@Tag("docker")
class ComposeBalanceTest {
  private static final int SERVERS = 5;
  private static final int REQUESTS = 5000;
  private static final int CLIENTS = 16;
  private static final String READ = "/api/containers?limit=1";

  @RegisterExtension static final Compose compose = Compose.onHighPorts();

  @BeforeAll
  static void start() {
    compose.start(SERVERS);
  }

  @Test
  void requests_onKeptConnectionsAtLayer7_areDealtInEqualShares() {
    Map<String, Long> before = logged();
    List<Load.Reply> replies = Load.send(LAYER7 + READ, REQUESTS, CLIENTS);

    Load.byReplica(replies);
    assertThat(replies).hasSize(REQUESTS);
    awaitEqualShares(before);
  }

  @Test
  void connections_atLayer4_areDealtInEqualShares() {
    Map<String, Long> before = logged();
    List<Load.Reply> replies = Load.sendApart(LAYER4 + READ, REQUESTS, CLIENTS);

    Load.byReplica(replies);
    assertThat(replies).hasSize(REQUESTS);
    awaitEqualShares(before);
  }

  @Test
  void oneConnection_isOneServersAtLayer4_andAllServersInTurnAtLayer7() {
    int requests = 4 * SERVERS;

    assertThat(Load.byReplica(Load.send(LAYER4 + "/healthcheck", requests, 1))).hasSize(1);
    assertThat(Load.byReplica(Load.send(LAYER7 + "/healthcheck", requests, 1)).values())
        .hasSize(SERVERS)
        .containsOnly(4L);
  }

  @Test
  void server_killedUnderLoad_costsNoRequestAtLayer7_andIsBack() {
    String victim = compose.containers("server").get(0);
    Load load = Load.start(LAYER7 + READ, Long.MAX_VALUE, CLIENTS);
    Compose.patiently().until(() -> load.answered() >= REQUESTS / 5);
    long process = Long.parseLong(compose.inspect(victim, "{{.State.Pid}}"));
    assertThat(ProcessHandle.of(process).orElseThrow().destroyForcibly()).isTrue();
    int before = load.answered();
    Compose.patiently().until(() -> load.answered() >= before + REQUESTS);

    Load.byReplica(load.stop());
    compose.awaitTurns(SERVERS);
    assertThat(compose.inspect(victim, "{{.RestartCount}}")).isEqualTo("1");
  }

  /** How many requests each server has answered, by the log that they share. */
  private static Map<String, Long> logged() {
    return compose.client().requests(1).value().answered();
  }

  /** Since {@code before} each server answered a fifth, 10 % more or less. */
  private static void awaitEqualShares(Map<String, Long> before) {
    Compose.patiently().until(() -> sum(since(before)) >= REQUESTS);
    long fair = REQUESTS / SERVERS;
    assertThat(since(before).values())
        .hasSize(SERVERS)
        .allSatisfy(share -> assertThat(share).isBetween(fair * 9 / 10, fair * 11 / 10));
  }

  private static Map<String, Long> since(Map<String, Long> before) {
    Map<String, Long> shares = new HashMap<>(logged());
    shares.replaceAll((replica, count) -> count - before.getOrDefault(replica, 0L));
    return shares;
  }

  private static long sum(Map<String, Long> shares) {
    return shares.values().stream().mapToLong(Long::longValue).sum();
  }
}
