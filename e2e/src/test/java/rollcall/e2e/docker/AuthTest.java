package rollcall.e2e.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import rollcall.api.Paths;
import rollcall.api.Problem;
import rollcall.api.container.Report;
import rollcall.api.json.Json;
import rollcall.api.status.Status;
import rollcall.e2e.Http;
import rollcall.e2e.Ran;

/**
 * Containers prove who they are: one without any secret registers itself and no other; what is
 * unsigned, another's or changed is refused; operators have a token.
 */
@Tag("docker")
class AuthTest {
  @RegisterExtension static final OneHost HOST = new OneHost();

  private static final String REPORT =
      """
      {"id":"made-up","image":"lab","name":"made-up","timestamp":"2026-11-01T00:00:00Z",\
      "memory_usage":1.5,"cpu_usage":0.25}""";

  @BeforeAll
  static void startRollcall() {
    HOST.startRollcall();
  }

  @Test
  void server_withoutKeys_refusesToStartAndNamesThem() {
    Ran ran = HOST.docker("run", "--rm", "--name", HOST.name("bare"), "app_server").run().exited(2);
    assertThat(ran.all()).contains("ROLLCALL_AGENT_KEY_FILE", "ROLLCALL_TOKEN_FILE");
  }

  @Test
  void server_withKeys_saysSoAndLogsNone() {
    assertThat(HOST.server().status().value().auth()).isEqualTo(Status.AUTH_ON);
    assertThat(HOST.logs("server"))
        .contains("token set")
        .doesNotContain(HOST.token(), HOST.agentKey());
  }

  @Test
  void agent_signedList_isTaken() {
    assertThat(HOST.node().lastHeard()).isNotNull();
  }

  @Test
  void report_unsigned_isRefusedWithAdvice() {
    Problem problem = unauthorized(HOST.http().post(Paths.REPORTS, REPORT));
    assertThat(problem.advice()).contains(Paths.STATEMENT);
  }

  @Test
  void report_withWhatIsNoStatement_isRefused() {
    Http http = HOST.http().with(Paths.STATEMENT, "x");
    assertThat(unauthorized(http.post(Paths.REPORTS, REPORT)).detail()).contains("JWS");
  }

  @ParameterizedTest
  @ValueSource(strings = {Paths.NODES + "/x/containers", Paths.VARS + "/sky"})
  void write_unsigned_isRefused(String path) {
    Problem problem = unauthorized(HOST.http().put(path, "{\"value\":\"grey\"}"));
    assertThat(problem.detail()).contains("requires authentication");
  }

  @Test
  void report_ofAnOperator_isTaken() {
    HOST.http().withToken(HOST.token()).post(Paths.REPORTS, REPORT).is(201);
  }

  private static Problem unauthorized(Http.Reply reply) {
    Problem problem = Json.read(reply.is(401).body(), Problem.class);
    assertThat(problem.type()).isEqualTo(Problem.TYPE + "unauthorized");
    return problem;
  }

  @Test
  void client_withoutConfiguration_postsItself() {
    assertThat(HOST.client("itself", List.of(), "post").run().exited(0).all()).contains("(201)");
    assertThat(HOST.server().container(HOST.name("itself")).value().report().image())
        .isEqualTo("app_client");
  }

  @Test
  void container_registersItselfAndNoOther() {
    Busybox victim = Busybox.start(HOST, "victim");
    Busybox rogue = Busybox.start(HOST, "rogue");
    rogue.get(5002, "/info/" + victim.id()).is(403);
    rogue.get(5002, Paths.AGENT_CONTAINERS).is(403);

    Busybox.Reply info = rogue.get(5002, Paths.INFO).is(200);
    String own = info.body();
    String statement = Paths.STATEMENT + ": " + info.statement();
    String other = own.replace(rogue.id(), victim.id());
    String renamed = own.replace("\"name\":\"", "\"name\":\"not-");
    assertThat(List.of(other, renamed)).doesNotContain(own);
    rogue.post(5001, Paths.REPORTS, other, statement).is(403);
    rogue.post(5001, Paths.REPORTS, renamed, statement).is(403);
    rogue.post(5001, Paths.NODES + "/x/goodbye", "", statement).is(403);
    rogue.post(5001, Paths.REPORTS, own, statement).is(201);
    rogue.post(5001, Paths.REPORTS, own, statement).is(200);

    HOST.http().get(Paths.CONTAINERS + "/not-" + rogue.name()).is(404);
    Report stored = HOST.server().container(rogue.id()).value().report();
    assertThat(stored.name()).isEqualTo(rogue.name());
  }

  @Test
  void variables_takeTheOperatorsToken() {
    Ran refused = HOST.client("vars", List.of(), "vars", "set", "sky", "blue").run().exited(1);
    assertThat(refused.all()).contains("ROLLCALL_TOKEN");
    HOST.client("vars", List.of("-e", "ROLLCALL_TOKEN"), "vars", "set", "sky", "blue").ok();
    assertThat(HOST.server().var("sky").value().value()).isEqualTo("blue");
  }
}
