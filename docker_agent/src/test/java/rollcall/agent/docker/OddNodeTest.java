package rollcall.agent.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import rollcall.agent.docker.container.AmbiguousCallerException;
import rollcall.agent.docker.node.NodeContainers;
import rollcall.agent.metrics.Metrics;
import rollcall.agent.roster.NodeRoster;
import rollcall.api.container.Network;
import rollcall.api.container.Report;
import rollcall.api.json.Json;
import rollcall.api.node.NodeReport;

/** A real engine's responses with odd values for the node, networks or names. */
class OddNodeTest {
  private final Metrics metrics = new Metrics(System::nanoTime);
  private PlayedEngine played;
  private Engine engine;
  private NodeContainers containers;
  private NodeRoster roster;

  @BeforeEach
  void start() {
    played = PlayedEngine.recorded();
    engine = new Engine(played.address(), Duration.ofMinutes(1));
    containers = new NodeContainers(engine, Optional.empty(), Clock.systemUTC(), metrics);
    roster = new NodeRoster(containers, metrics);
  }

  @AfterEach
  void stop() {
    engine.close();
    played.close();
  }

  private JsonObject info() {
    return Json.read(played.answers.get("/info"), JsonObject.class);
  }

  private static Report of(NodeReport report, String id) {
    return report.containers().stream().filter(r -> r.id().equals(id)).findFirst().orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "\"\"", "7", "{}", "LONG", "\"tomorrow's\""})
  void anOddServerVersion_hidesNothing(String version) {
    JsonObject info = info();
    String json = version.equals("LONG") ? "\"" + "9.".repeat(5000) + "\"" : version;
    info.add("ServerVersion", Json.read(json, JsonElement.class));
    played.answers.put("/info", info.toString());

    NodeReport report = roster.reconcile(List.of());

    assertThat(report.containers()).hasSize(5).allMatch(r -> "node-7".equals(r.node()));
    assertThat(report.swarm()).isNotNull();
    assertThat(report.engineId()).isNotNull();
    // A server must be able to read it.
    assertThat(Json.read(Json.write(report), NodeReport.class).containers()).hasSize(5);
  }

  @Test
  void oddMembers_hideNoOthers_andAfterLeavingThereIsNoSwarm() {
    JsonArray nodes = Json.read(played.answers.get("/nodes"), JsonArray.class);
    for (String odd :
        List.of(
            "{\"ID\":\"m2\"}",
            "{\"ID\":\"m3\",\"Description\":{},\"Status\":{\"State\":\"tomorrow's word\"}}",
            "{\"ID\":\"m4\",\"Description\":null,\"Status\":7,\"Spec\":[]}",
            "7",
            "{}")) {
      nodes.add(Json.read(odd, JsonElement.class));
    }
    played.answers.put("/nodes", nodes.toString());

    NodeReport report = roster.reconcile(List.of());
    assertThat(report.swarm()).isNotNull();
    assertThat(report.swarm().nodes())
        .extracting("name")
        .containsExactly("node-7", "m2", "m3", "m4");
    assertThat(report.swarm().services()).extracting("name").containsExactly("svc");
    assertThat(report.swarmState()).isEqualTo("active");

    JsonObject info = info();
    info.add("Swarm", Json.read("{\"LocalNodeState\":\"inactive\"}", JsonElement.class));
    played.answers.put("/info", info.toString());
    NodeReport left = roster.reconcile(List.of());
    assertThat(left.swarm()).isNull();
    assertThat(left.swarmState()).isEqualTo("inactive");
    assertThat(left.swarmNode()).isNull();
  }

  @Test
  void hostAndNoneNetworks_haveNoAddress() {
    NodeReport report = roster.reconcile(List.of());

    assertThat(of(report, PlayedEngine.WEB).networks())
        .containsExactly(new Network("bridge", "172.17.0.2"));
    assertThat(of(report, PlayedEngine.HOST).networks()).containsExactly(new Network("host", null));
    assertThat(of(report, PlayedEngine.JOB).networks()).containsExactly(new Network("none", null));
    assertThat(of(report, PlayedEngine.SIDE).networks()).isEmpty();
    for (String id : List.of(PlayedEngine.HOST, PlayedEngine.JOB, PlayedEngine.SIDE)) {
      assertThat(of(report, id).ports()).isEmpty();
    }
  }

  @Test
  void sharedAddress_identifiesNoContainer() throws Exception {
    InetAddress address = InetAddress.getByName("172.17.0.2");
    assertThatThrownBy(() -> containers.findByAddress(address)) // a sidecar shares it
        .isInstanceOf(AmbiguousCallerException.class);

    JsonArray list = Json.read(played.answers.get("/containers/json"), JsonArray.class);
    list.asList().removeIf(entry -> id(entry).equals(PlayedEngine.SIDE));
    played.answers.put("/containers/json", list.toString());
    assertThat(containers.findByAddress(address)).map(Report::id).contains(PlayedEngine.WEB);

    for (JsonElement entry : list) {
      if (id(entry).equals(PlayedEngine.WEB)) {
        JsonObject same = entry.getAsJsonObject().deepCopy();
        same.addProperty("Id", "c".repeat(64));
        list.add(same);
        break;
      }
    }
    played.answers.put("/containers/json", list.toString());
    assertThatThrownBy(() -> containers.findByAddress(address))
        .isInstanceOf(AmbiguousCallerException.class)
        .hasMessageContaining("share the address 172.17.0.2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "[]",
        "[null]",
        "[\"\"]",
        "[\"/\"]",
        "[7, {}]",
        "\"/web\"",
        "[\"/other/alias\"]",
        "[\"LONG\"]",
        "[\"/\\u0000 \\u202e\"]"
      })
  void oddNames_hideNoContainer(String names) {
    JsonElement odd = Json.read(names.replace("LONG", "x".repeat(5000)), JsonElement.class);
    JsonArray list = Json.read(played.answers.get("/containers/json"), JsonArray.class);
    list.forEach(entry -> entry.getAsJsonObject().add("Names", odd));
    played.answers.put("/containers/json", list.toString());
    list.forEach(entry -> played.refusals.put("/containers/" + id(entry) + "/json", 403));

    NodeReport report = roster.reconcile(List.of());

    assertThat(report.containers()).hasSize(5);
    assertThat(report.containers())
        .extracting(Report::name)
        .allMatch(name -> !name.isBlank() && name.length() <= 255 && name.indexOf('\0') < 0);
    assertThat(Json.read(Json.write(report), NodeReport.class).containers()).hasSize(5);
    assertThat(containers.all().containers()).hasSize(5);
  }

  private static String id(JsonElement entry) {
    return entry.getAsJsonObject().get("Id").getAsString();
  }
}
