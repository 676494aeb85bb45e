package rollcall.server.http.jetty;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import rollcall.common.AllowedHosts;
import rollcall.common.InvalidException;
import rollcall.server.auth.AllowedOrigins;
import rollcall.server.http.TestServer;

/** What a browser sends for pages that are not ours, byte by byte over a socket. */
class CrossSiteHandlerTest {
  private static final String FRONT_END = "http://localhost:9000";

  @TempDir static Path folder;
  private static TestServer server;

  @BeforeAll
  static void start() {
    server = new TestServer(folder, AllowedOrigins.parse(FRONT_END));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static int status(String method, String path, String body, String... headers)
      throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket.setSoTimeout(20_000);
      String head = method + " " + path + " HTTP/1.1\r\nConnection: close\r\n";
      String more = "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
      socket.getOutputStream().write((head + String.join("\r\n", headers) + more).getBytes(UTF_8));
      String answer = new String(socket.getInputStream().readAllBytes(), UTF_8);
      return Integer.parseInt(answer.substring(9, 12));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "LocalHost:5001",
        "localhost.:5001",
        "rollcall.localhost",
        "127.0.0.1",
        "127.8.9.10:80",
        "[::1]:5001",
        "[::ffff:127.0.0.1]"
      })
  void loopback_isAskedByItsOwnNames(String host) throws IOException {
    assertThat(status("GET", "/api/containers", "", "Host: " + host)).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "evil.example",
        "evil.example:5001",
        "localhost.evil.example",
        "127.0.0.1.evil.example",
        "evillocalhost",
        "192.168.1.7:5001",
        "[2001:db8::1]",
        "x"
      })
  void loopback_isNotAskedByAnyOther(String host) throws IOException {
    for (String path : new String[] {"/api/containers", "/", "/service", "/metrics", "/nope"}) {
      assertThat(status("GET", path, "", "Host: " + host)).as(path).isEqualTo(421);
    }
    assertThat(
            status(
                "PUT",
                "/api/vars/a",
                "{\"value\":\"1\"}",
                "Host: " + host,
                "Origin: http://" + host,
                "Content-Type: application/json"))
        .isEqualTo(421);
    assertThat(status("GET", "http://" + host + "/api/containers", "", "Host: localhost"))
        .isEqualTo(421);
  }

  @ParameterizedTest
  @CsvSource({
    "http://localhost:5001, localhost:5001, 201", // the server's own page
    "https://localhost, localhost, 201", // behind a proxy with TLS
    "http://localhost, localhost:80, 201",
    "http://localhost:9000, 127.0.0.1:5001, 201", // listed
    "http://localhost:3000, localhost:5001, 403",
    "http://127.0.0.1:5001, localhost:5001, 403",
    "https://evil.example, localhost:5001, 403",
    "null, localhost:5001, 403",
    "moz-extension://abc, localhost:5001, 403",
  })
  void anotherSitesPage_doesNotWrite(String origin, String host, int status) throws IOException {
    server.send("DELETE", "/delete_var?key=a", null);

    for (String type : new String[] {"application/json", "text/plain"}) {
      String body = type.equals("text/plain") ? "" : "{\"key\":\"a\",\"value\":\"1\"}";
      int got =
          status(
              "POST",
              "/set_var?key=a&value=1",
              body,
              "Host: " + host,
              "Origin: " + origin,
              "Sec-Fetch-Site: cross-site",
              "Content-Type: " + type);
      assertThat(got).isIn(status, status == 201 ? 409 : status);
    }
    assertThat(server.get("/get_var?key=a").statusCode()).isEqualTo(status == 201 ? 200 : 404);
  }

  @Test
  void aCrossSiteWriteWithoutOrigin_isRefused_andAReadAnswered() throws IOException {
    String[] headers = {"Host: localhost", "Sec-Fetch-Site: cross-site"};

    assertThat(status("POST", "/set_var?key=b&value=1", "", headers)).isEqualTo(403);
    assertThat(status("GET", "/api/containers", "", headers)).isEqualTo(200);
  }

  /**
   * What a page sends by fetch with a Blob has no type: browsers send it without asking the server
   * first.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "X: no type",
        "Content-Type: text/plain",
        "Content-Type:",
        "Content-Type: application/x-www-form-urlencoded"
      })
  void json_isTakenForItOnlyWhereItSaysSo(String type) throws IOException {
    String report =
        "{\"id\":\"a1\",\"name\":\"web\",\"image\":\"i\",\"timestamp\":0,"
            + "\"memory_usage\":1.5,\"cpu_usage\":0.1}";

    assertThat(status("PUT", "/api/vars/c", "{\"value\":\"1\"}", "Host: localhost", type))
        .isEqualTo(415);
    assertThat(status("POST", "/api/reports", report, "Host: localhost", type)).isEqualTo(415);
    assertThat(status("POST", "/service", report, "Host: localhost", type)).isEqualTo(415);
    assertThat(status("POST", "/set_var", "{\"key\":\"c\"}", "Host: localhost", type))
        .isBetween(400, 422);
    assertThat(server.get("/get_var?key=c").statusCode()).isEqualTo(404);
    assertThat(server.get("/service").body()).doesNotContain("a1");
  }

  @Test
  void otherAddresses_answerToAnyName_unlessSomeAreListed() {
    AllowedHosts any = AllowedHosts.of("0.0.0.0", "");
    AllowedHosts some = AllowedHosts.of("0.0.0.0", "a.example, *.B.example,rollcall_server");
    AllowedHosts local = AllowedHosts.of("localhost", "a.example");

    assertThat(any.allows("rollcall_server")).isTrue();
    assertThat(some.allows("A.example")).isTrue();
    assertThat(some.allows("x.y.b.example.")).isTrue();
    assertThat(some.allows("rollcall_server")).isTrue();
    assertThat(some.allows("10.1.2.3")).isTrue();
    assertThat(some.allows("[fe80::1]")).isTrue();
    assertThat(some.allows("b.example")).isFalse();
    assertThat(some.allows("x.a.example")).isFalse();
    assertThat(local.allows("a.example")).isTrue();
    assertThat(local.allows("10.1.2.3")).isFalse();
  }

  @Test
  void anIpv6AddressIsListedInAnySpelling() {
    AllowedHosts local = AllowedHosts.of("127.0.0.1", "a.example, [2001:DB8:0::1],[fd00::7]");

    assertThat(local.allows("[2001:db8::1]")).isTrue();
    assertThat(local.allows("[2001:db8:0:0:0:0:0:1]:5001")).isTrue();
    assertThat(local.allows("[FD00::7]:80")).isTrue();
    assertThat(local.allows("[2001:db8::2]")).isFalse();
    assertThat(local.allows("[2001:db8::1].evil.example")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "*",
        "http://a",
        "a:5001",
        "a/b",
        "a b",
        "-",
        "::1",
        "[2001:db8::1]:5001",
        "[1:2]",
        "[fe80::1%eth0]",
        "[a.example]"
      })
  void whatIsNoName_isRefused(String name) {
    assertThatThrownBy(() -> AllowedHosts.of("0.0.0.0", "good.example," + name))
        .isInstanceOf(InvalidException.class)
        .hasMessageContaining("\"" + name + "\" is not a host name");
  }
}
