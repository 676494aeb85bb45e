package rollcall.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import rollcall.client.http.CancelledException;
import rollcall.client.http.Endpoint;
import rollcall.client.http.HttpClients;
import rollcall.client.http.ProblemException;
import rollcall.client.http.Target;
import rollcall.client.http.UnreachableException;
import rollcall.testing.Samples;

class FailuresOnTheWayTest {
  private static final String NODES = "{\"nodes\":[],\"revision\":3}";

  private final MockWebServer http = new MockWebServer();
  private final HttpClients clients = new HttpClients();

  @BeforeEach
  void start() throws Exception {
    http.start();
  }

  @AfterEach
  void stop() {
    http.close();
  }

  @Test
  void brokenConnection_isRetriedOnce() throws Exception {
    http.enqueue(broken());
    http.enqueue(good());

    assertThat(client().nodes().value().revision()).isEqualTo(3);
    assertThat(http.getRequestCount()).isEqualTo(2);
  }

  @Test
  void brokenConnection_isNotRetriedTwice() {
    http.enqueue(broken());
    http.enqueue(broken());
    http.enqueue(good());

    assertThatThrownBy(() -> client().nodes())
        .isInstanceOf(UnreachableException.class)
        .hasMessage(
            "Cannot reach the server at %s (the connection was closed before the response)", url());
  }

  @Test
  void brokenConnection_sendsTheSameReportAgain() throws Exception {
    http.enqueue(broken());
    http.enqueue(new MockResponse.Builder().code(503).body("no").build());

    assertThatThrownBy(() -> client().post(Samples.web())).isInstanceOf(ProblemException.class);
    assertThat(http.takeRequest().getBody()).isEqualTo(http.takeRequest().getBody());
  }

  @Test
  void brokenBody_isRetriedOnce() {
    http.enqueue(
        new MockResponse.Builder()
            .body(NODES)
            .addHeader("X-Rollcall-Revision", "3")
            .onResponseBody(new SocketEffect.CloseSocket())
            .build());
    http.enqueue(good());

    assertThat(client().nodes().value().revision()).isEqualTo(3);
  }

  @Test
  void busyReplica_isRetriedOnAnotherConnection() throws Exception {
    http.enqueue(good());
    http.enqueue(busy().addHeader("Retry-After", "1").build());
    http.enqueue(good());

    client().nodes();
    assertThat(client().nodes().status()).isEqualTo(200);
    assertThat(http.takeRequest().getConnectionIndex()).isZero();
    assertThat(http.takeRequest().getConnectionIndex()).isZero();
    assertThat(http.takeRequest().getConnectionIndex()).isEqualTo(1);
  }

  @Test
  void unavailableWithoutRetryAfter_isNotRetried() {
    http.enqueue(busy().build());
    http.enqueue(good());

    assertThatThrownBy(() -> client().nodes()).isInstanceOf(ProblemException.class);
    assertThat(http.getRequestCount()).isEqualTo(1);
  }

  @Test
  void proxyErrorPage_isTruncated() {
    String page = "<html>" + "x".repeat(300) + "</html>";
    http.enqueue(new MockResponse.Builder().code(502).body(page).build());

    ProblemException e = catchThrowableOfType(ProblemException.class, () -> client().nodes());
    assertThat(e.status()).isEqualTo(502);
    assertThat(e)
        .hasMessage(
            "Not a Rollcall response: GET %s/api/nodes answered 502 Server Error: <html>%s…",
            url(), "x".repeat(194));
  }

  @Test
  void otherProgramsResponse_isAProblem() {
    http.enqueue(new MockResponse.Builder().body("hello").build());

    assertThatThrownBy(() -> client().nodes())
        .hasMessage("Not a Rollcall response: GET %s/api/nodes answered 200 OK: hello", url());
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"nodes\":[]}", "[]", "null", "", "<html>log in</html>", "ok"})
  void otherProgramsResponse_isAProblem_whateverItsBody(String body) {
    http.enqueue(new MockResponse.Builder().body(body).build());

    assertThatThrownBy(() -> client().nodes())
        .isInstanceOf(ProblemException.class)
        .hasMessageStartingWith("Not a Rollcall response: ");
  }

  @Test
  void systemProxy_isNotUsed() throws Exception {
    http.enqueue(good());
    ProxySelector before = ProxySelector.getDefault();
    ProxySelector.setDefault(
        ProxySelector.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 1)));
    try {
      assertThat(client().nodes().value().revision()).isEqualTo(3);
    } finally {
      ProxySelector.setDefault(before);
    }
  }

  @Test
  void redirect_isShownWithoutSecrets() {
    String location = "http://me:s3cret@else/login?token=s3cret";
    http.enqueue(new MockResponse.Builder().code(302).addHeader("Location", location).build());

    assertThatThrownBy(() -> client().nodes())
        .hasMessageContaining("moved to http://…@else/login?…")
        .hasMessageNotContaining("s3cret");
  }

  @Test
  void redirect_isNotFollowed() {
    http.enqueue(
        new MockResponse.Builder().code(302).addHeader("Location", "http://else/").build());

    assertThatThrownBy(() -> client().nodes())
        .hasMessageContaining("302")
        .hasMessageContaining("moved to http://else/");
  }

  @Test
  void problem_keepsItsText() {
    http.enqueue(
        new MockResponse.Builder()
            .code(409)
            .body("{\"title\":\"Ambiguous\",\"detail\":\"two begin so\",\"status\":409}")
            .build());

    ProblemException e =
        catchThrowableOfType(ProblemException.class, () -> client().container("ab"));
    assertThat(e).hasMessage("Ambiguous: two begin so");
    assertThat(e.problem().advice()).isNull();
  }

  @Test
  void missingResponse_endsAtTheTimeout() {
    http.enqueue(new MockResponse.Builder().headersDelay(5, TimeUnit.SECONDS).build());

    assertThatThrownBy(() -> client(Duration.ofMillis(300)).nodes())
        .isInstanceOf(UnreachableException.class)
        .hasMessage("Cannot reach the server at %s (no response within 0.3 s)", url());
  }

  @Test
  void cancel_endsTheRequest() throws Exception {
    http.enqueue(new MockResponse.Builder().headersDelay(10, TimeUnit.SECONDS).build());
    CompletableFuture<Object> asked = CompletableFuture.supplyAsync(() -> client().nodes());
    RecordedRequest request = http.takeRequest();
    assertThat(request.getTarget()).isEqualTo("/api/nodes");

    clients.cancel();

    assertThat(asked)
        .failsWithin(Duration.ofSeconds(2))
        .withThrowableThat()
        .withCauseInstanceOf(CancelledException.class);
  }

  @Test
  void noServer_connectionRefused() throws Exception {
    int port;
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = taken.getLocalPort();
    }
    Endpoint endpoint = Endpoint.parse(Target.SERVER, "127.0.0.1:" + port);

    assertThatThrownBy(() -> new RollcallClient(clients, endpoint, Duration.ofSeconds(5)).nodes())
        .hasMessage("Cannot reach the server at http://127.0.0.1:%d (connection refused)", port);
  }

  @Test
  void unknownHost_isNamed() {
    Endpoint endpoint = Endpoint.parse(Target.SERVER, "no-such-host.invalid");

    assertThatThrownBy(() -> new RollcallClient(clients, endpoint, Duration.ofSeconds(5)).nodes())
        .hasMessage("Cannot reach the server at http://no-such-host.invalid:5001 (unknown host)");
  }

  private String url() {
    return "http://127.0.0.1:" + http.getPort();
  }

  private RollcallClient client() {
    return client(Duration.ofSeconds(15));
  }

  private RollcallClient client(Duration timeout) {
    return new RollcallClient(clients, Endpoint.parse(Target.SERVER, url()), timeout);
  }

  private static MockResponse good() {
    return new MockResponse.Builder().body(NODES).addHeader("X-Rollcall-Revision", "3").build();
  }

  private static MockResponse.Builder busy() {
    return new MockResponse.Builder().code(503).body("busy");
  }

  private static MockResponse broken() {
    return new MockResponse.Builder().onResponseStart(new SocketEffect.CloseSocket()).build();
  }
}
