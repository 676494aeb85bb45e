package rollcall.e2e.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import rollcall.api.Paths;
import rollcall.api.Problem;
import rollcall.api.ProblemType;
import rollcall.api.container.ReportPage;
import rollcall.api.json.Json;
import rollcall.api.node.Heartbeat;
import rollcall.api.node.NodeReport;
import rollcall.attestation.AgentKey;
import rollcall.attestation.Attestation;
import rollcall.attestation.Audience;
import rollcall.attestation.Signer;
import rollcall.e2e.Http;
import rollcall.e2e.Secret;

/**
 * A caller that forges, changes, replays or borrows a statement, or guesses a token, is refused,
 * and each refusal says what is wrong and what to do. The one who forges here knows even the
 * agents' key.
 */
@Tag("docker")
class ForgedTest {
  @RegisterExtension static final OneHost HOST = new OneHost();

  private static final String NODE = Paths.NODES + "/n";
  private static final String VARIABLE = Paths.VARS + "/x";
  private static final String VALUE = "{\"value\":\"x\"}";
  private static final String HEARTBEAT =
      Json.write(new Heartbeat(Instant.parse("2026-11-21T00:00:00Z"), "d", Map.of()));

  @BeforeAll
  static void startRollcall() {
    HOST.startRollcall();
  }

  private static Forgery forgery() {
    return new Forgery(HOST.agentKey(), HEARTBEAT);
  }

  /** A statement as an agent with that key would make it {@code seconds} from now. */
  private static String agents(String key, long seconds, Attestation statement) {
    InstantSource clock = () -> Instant.now().plusSeconds(seconds);
    return new Signer(AgentKey.of("key", key), clock).sign(statement);
  }

  private static String agents(Attestation statement) {
    return agents(HOST.agentKey(), 0, statement);
  }

  private static Attestation right() {
    return Attestation.ofNode("n", Audience.HEARTBEAT, bytes(HEARTBEAT));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static Http.Reply heartbeat(String statement) {
    return HOST.http().with(Paths.STATEMENT, statement).post(NODE + "/heartbeat", HEARTBEAT);
  }

  /** A problem that says {@code word}, and advice. */
  private static void isRefused(Http.Reply reply, int status, String word) {
    Problem problem = Json.read(reply.is(status).body(), Problem.class);
    assertThat(problem.type())
        .isEqualTo(Problem.TYPE + (status == 401 ? "unauthorized" : "forbidden"));
    assertThat(problem.detail()).contains(word).hasSizeGreaterThan(10);
    assertThat(problem.advice()).hasSizeGreaterThan(10);
  }

  /** So it is the forgery that is refused below. */
  @Test
  void heartbeat_signedAsItShouldBe_passes() {
    heartbeat(agents(right())).is(409);
    heartbeat(forgery().signed()).is(409);
  }

  static Stream<Arguments> forgeries() {
    String other = Secret.random();
    String node = "n";
    String digest = right().digest();
    return Stream.of(
        forged(401, "unknown key", () -> agents(other, 0, right())),
        forged(401, "invalid signature", () -> forgery().key(other).signed()),
        forged(401, "invalid signature", () -> forgery().signed().replaceFirst(".{4}$", "AAAA")),
        forged(401, "invalid signature", () -> forgery().claim("sub", "m").signedAs(forgery())),
        forged(
            401,
            "JWS",
            () -> forgery().header("alg", "none").header() + "." + forgery().payload() + "."),
        forged(401, "HS256", () -> forgery().header("alg", "HS512").signed()),
        forged(401, "HS256", () -> forgery().header("alg", "RS256").signed()),
        forged(
            401, "wrong token type", () -> forgery().header("typ", "JWT").withoutKeyId().signed()),
        forged(401, "JWS", () -> "eyJhbGciOiJIUzI1NiJ9"),
        forged(401, "longer than 4096", () -> "x".repeat(6000)),
        forged(401, "expired", () -> agents(HOST.agentKey(), -300, right())),
        forged(401, "future", () -> agents(HOST.agentKey(), 300, right())),
        forged(401, "valid for more than", () -> forgery().lasting(86_400).signed()),
        forged(
            401, "unknown audience", () -> forgery().claim("aud", "rollcall:everything").signed()),
        forged(
            403,
            "is for a list, not a heartbeat",
            () -> agents(new Attestation(node, node, Audience.LIST, digest))),
        forged(
            403,
            "cannot report for",
            () -> agents(new Attestation("m", "m", Audience.HEARTBEAT, digest))),
        forged(
            403,
            "about m, not about n",
            () -> agents(new Attestation(node, "m", Audience.HEARTBEAT, digest))),
        forged(
            403,
            "does not match",
            () -> agents(Attestation.ofNode(node, Audience.HEARTBEAT, bytes("x")))));
  }

  private static Arguments forged(int status, String word, Supplier<String> statement) {
    return arguments(status, word, statement);
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("forgeries")
  void heartbeat_forged_isRefused(int status, String word, Supplier<String> statement) {
    isRefused(heartbeat(statement.get()), status, word);
  }

  @Test
  void statement_forAnotherPath_isRefused() {
    Http http = HOST.http().with(Paths.STATEMENT, agents(right()));
    isRefused(http.put(NODE + "/containers", HEARTBEAT), 403, "is for a heartbeat, not a list");
    isRefused(http.put(VARIABLE, VALUE), 401, "requires authentication");
  }

  @Test
  void token_guessed_isRefused() {
    String token = HOST.token();
    String shorter = token.substring(0, token.length() - 1);
    for (String guess : List.of(forgery().signed(), shorter, token + "x", "", HOST.agentKey())) {
      isRefused(HOST.http().withToken(guess).put(VARIABLE, VALUE), 401, "");
    }
    Http basic = HOST.http().with("Authorization", "Basic " + token);
    isRefused(basic.put(VARIABLE, VALUE), 401, "requires authentication");
  }

  @Test
  void list_recorded_bringsNothingBackOnceThereIsANewerOne() {
    String recorded = list(Instant.now().minusSeconds(20));
    send(recorded).is(200);
    send(list(Instant.now())).is(200);
    Problem refusal = Json.read(send(recorded).is(409).body(), Problem.class);
    assertThat(refusal.type()).isEqualTo(Problem.TYPE + ProblemType.CONFLICT.wireName());
  }

  private static String list(Instant time) {
    return Json.write(new NodeReport(time, "1", null, null, List.of(), List.of(), null, null));
  }

  private static Http.Reply send(String list) {
    String statement = agents(Attestation.ofNode("n", Audience.LIST, bytes(list)));
    return HOST.http().with(Paths.STATEMENT, statement).put(NODE + "/containers", list);
  }

  /** A container beside another one. */
  @Test
  void container_askingForAnother_isToldNothing() {
    Busybox victim = Busybox.start(HOST, "asked-for");
    Busybox thief = Busybox.start(HOST, "asker");
    for (String path :
        List.of(
            "/info/" + victim.id(),
            "/containers",
            "/containers/" + victim.id(),
            "/info/" + victim.id() + "?x=127.0.0.1")) {
      for (String trick :
          List.of(
              "X: y", "X-Forwarded-For: 127.0.0.1", "Host: 127.0.0.1", "Authorization: Bearer x")) {
        Busybox.Reply reply = thief.get(5002, path, trick);
        assertThat(reply.status()).as(path + " " + trick).isIn(401, 403);
        assertThat(reply.all()).doesNotContain(victim.name());
      }
    }
  }

  /** A container with its own, true statement. */
  @Test
  void statement_borrowedOrReplayed_writesNothingMore() {
    Busybox victim = Busybox.start(HOST, "victim");
    Busybox thief = Busybox.start(HOST, "thief");
    Busybox.Reply info = thief.get(5002, Paths.INFO).is(200);
    String own = info.body();
    String statement = Paths.STATEMENT + ": " + info.statement();
    for (String changed :
        List.of(
            own.replaceFirst("\"id\":\"[0-9a-f]*\"", "\"id\":\"" + victim.id() + "\""),
            own.replaceFirst("\"node\":\"[^\"]*\"", "\"node\":\"elsewhere\""),
            own.replaceFirst("\"memory_usage\":[0-9.E-]*", "\"memory_usage\":1"))) {
      assertThat(changed).isNotEqualTo(own);
      thief.post(5001, Paths.REPORTS, changed, statement).is(403);
    }
    thief.post(5001, Paths.REPORTS, own, statement).is(201);
    thief.post(5001, Paths.REPORTS, own, statement).is(200);
    String path = Paths.CONTAINERS + "/" + thief.name() + "/reports";
    ReportPage stored = Json.read(HOST.http().get(path).is(200).body(), ReportPage.class);
    assertThat(stored.reports()).hasSize(1);
  }
}
