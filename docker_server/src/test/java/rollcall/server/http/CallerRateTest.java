package rollcall.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import rollcall.api.Problem;
import rollcall.api.json.Json;
import rollcall.attestation.AgentKey;
import rollcall.attestation.Attestation;
import rollcall.attestation.Audience;
import rollcall.attestation.Signer;
import rollcall.server.auth.AllowedOrigins;
import rollcall.server.auth.Credentials;
import rollcall.server.auth.Limits;

/** How often each caller may ask; addresses are told by a trusted proxy, which is the test. */
class CallerRateTest {
  private static final String TOKEN = "operator-operator";
  private static final AgentKey KEY = AgentKey.of("KEY", "k".repeat(44));
  private static final int ENOUGH = 20; // at 2 a second, 4 at once, and time stands still

  @TempDir Path folder;
  private TestServer server;

  @BeforeEach
  void start() {
    open("127.0.0.0/8,198.51.100.0/24");
  }

  private void open(String proxies) {
    server =
        new TestServer(
            folder,
            AllowedOrigins.NONE,
            new Credentials(
                Credentials.Mode.ON, List.of(KEY), Optional.of(TOKEN), Optional.empty()),
            new Limits(100, 2, Duration.ofSeconds(10), Limits.proxies("PROXIES", proxies)),
            () -> 0L);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private HttpResponse<String> get(String from, String... more) {
    String[] headers = new String[more.length + 2];
    headers[0] = "X-Forwarded-For";
    headers[1] = from;
    System.arraycopy(more, 0, headers, 2, more.length);
    return server.send("GET", "/api/vars", null, headers);
  }

  private boolean isRefused(String from, String... more) {
    for (int i = 0; i < ENOUGH; i++) {
      if (get(from, more).statusCode() == 429) {
        return true;
      }
    }
    return false;
  }

  @Test
  void tooMany_getAProblemThatSaysWhenToComeBack() {
    assertThat(isRefused("192.0.2.1")).isTrue();

    HttpResponse<String> refused = get("192.0.2.1");

    assertThat(refused.statusCode()).isEqualTo(429);
    assertThat(refused.headers().firstValue("Retry-After")).contains("1");
    Problem problem = Json.read(refused.body(), Problem.class);
    assertThat(problem.type()).isEqualTo("urn:rollcall:problem:too-many-requests");
    assertThat(problem.detail()).isEqualTo("The rate limit per caller is exceeded by 192.0.2.1.");
    assertThat(problem.advice()).contains("ROLLCALL_RATE_LIMIT");
  }

  @Test
  void others_arePassedOver() {
    assertThat(isRefused("192.0.2.1")).isTrue();

    assertThat(get("192.0.2.2").statusCode()).isEqualTo(200);
    assertThat(get("2001:db8::1").statusCode()).isEqualTo(200);
    assertThat(get("192.0.2.1", "Authorization", "Bearer " + TOKEN).statusCode()).isEqualTo(200);
  }

  @Test
  void theLastAddressThatIsNoProxys_counts() {
    assertThat(isRefused("192.0.2.1")).isTrue();

    // What the caller wrote itself stands further left; the proxy's own is further right.
    assertThat(get("203.0.113.7, 192.0.2.1, 198.51.100.9").statusCode()).isEqualTo(429);
    assertThat(get("192.0.2.1, 203.0.113.7").statusCode()).isEqualTo(200);
    // An IPv6 customer has a whole /64.
    assertThat(isRefused("2001:db8::1")).isTrue();
    assertThat(get("2001:db8::ffff").statusCode()).isEqualTo(429);
    assertThat(get("2001:db8:0:1::1").statusCode()).isEqualTo(200);
  }

  /** HAProxy appends a line of its own to what the caller sent. */
  @Test
  void severalLinesOfThem_areOneList() {
    assertThat(isRefused("203.0.113.7", "X-Forwarded-For", "192.0.2.1")).isTrue();

    assertThat(get("203.0.113.8", "X-Forwarded-For", "192.0.2.1").statusCode()).isEqualTo(429);
    assertThat(get("192.0.2.1").statusCode()).isEqualTo(429);
    assertThat(get("192.0.2.1", "X-Forwarded-For", "203.0.113.9").statusCode()).isEqualTo(200);
  }

  @Test
  void aWrongToken_isCountedByAddress() {
    assertThat(isRefused("192.0.2.1", "Authorization", "Bearer guess")).isTrue();
    assertThat(get("192.0.2.1").statusCode()).isEqualTo(429);
  }

  @Test
  void anAgent_isCountedByItsNode() {
    for (int i = 0; i < ENOUGH; i++) {
      beat("n1", "192.0.2.1");
    }

    assertThat(beat("n1", "192.0.2.2")).isEqualTo(429);
    assertThat(beat("n2", "192.0.2.1")).isEqualTo(404);
  }

  private int beat(String node, String from) {
    String said =
        new Signer(KEY, server.clock())
            .sign(Attestation.ofNode(node, Audience.GOODBYE, new byte[0]));
    return server
        .send(
            "POST",
            "/api/nodes/" + node + "/goodbye",
            "",
            "X-Rollcall-Statement",
            said,
            "X-Forwarded-For",
            from)
        .statusCode();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/healthcheck", "/ready"})
  void probes_areNeverRefused(String path) {
    assertThat(isRefused("192.0.2.1")).isTrue();

    assertThat(server.send("GET", path, null, "X-Forwarded-For", "192.0.2.1").statusCode())
        .isEqualTo(200);
  }

  @Test
  void loopback_isNotLimited_whateverItSaysItForwards() {
    server.close();
    open("");

    assertThat(isRefused("192.0.2.1")).isFalse();
  }
}
