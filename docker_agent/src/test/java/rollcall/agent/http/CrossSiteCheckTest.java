package rollcall.agent.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests as browsers send them for web pages. The server listens on all addresses. */
class CrossSiteCheckTest {
  @TempDir static Path folder;
  private static TestServer server;

  @BeforeAll
  static void start() {
    server = new TestServer(Optional.of("unix://" + folder + "/docker.sock"));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static int status(InetAddress address, String path, String... headers)
      throws IOException {
    try (Socket socket = new Socket(address, server.port())) {
      socket.setSoTimeout(30_000);
      String head = "GET " + path + " HTTP/1.1\r\nConnection: close\r\n";
      String all = head + String.join("\r\n", headers) + "\r\n\r\n";
      socket.getOutputStream().write(all.getBytes(US_ASCII));
      String answer = new String(socket.getInputStream().readAllBytes(), US_ASCII);
      return Integer.parseInt(answer.substring(9, 12));
    }
  }

  private static int byLoopback(String path, String... headers) throws IOException {
    return status(InetAddress.getLoopbackAddress(), path, headers);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"localhost:5002", "127.0.0.1", "[::1]:5002", "x.localhost", "agent.example"})
  void byLoopback_ownAndListedNamesAreAccepted(String host) throws IOException {
    assertThat(byLoopback("/healthcheck", "Host: " + host)).isEqualTo(200);
    // 503, because there is no engine.
    assertThat(byLoopback("/containers", "Host: " + host)).isEqualTo(503);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "evil.example",
        "evil.example:5002",
        "localhost.evil.example",
        "x.agent.example",
        "192.168.1.7:5002",
        "[2001:db8::1]",
        "::1"
      })
  void byLoopback_otherNamesAreRefused(String host) throws IOException {
    for (String path : new String[] {"/containers", "/info/a", "/metrics", "/healthcheck", "/x"}) {
      assertThat(byLoopback(path, "Host: " + host)).as(path).isEqualTo(421);
    }
  }

  @Test
  void byAnotherAddress_addressesAndListedNamesAreAccepted() throws Exception {
    InetAddress other =
        NetworkInterface.networkInterfaces()
            .flatMap(NetworkInterface::inetAddresses)
            .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
            .findFirst()
            .orElseThrow(() -> new AssertionError("This machine has no address but loopback."));

    assertThat(status(other, "/healthcheck", "Host: 172.17.0.1:5002")).isEqualTo(200);
    assertThat(status(other, "/healthcheck", "Host: agent.example")).isEqualTo(200);
    assertThat(status(other, "/healthcheck", "Host: evil.example")).isEqualTo(421);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Origin: https://evil.example",
        "Origin: null",
        "Origin: http://localhost:5002",
        "Sec-Fetch-Site: cross-site",
        "Sec-Fetch-Site: same-site"
      })
  void requestsOfWebPages_areRefused(String header) throws IOException {
    for (String path : List.of("/containers", "/info", "/healthcheck")) {
      assertThat(byLoopback(path, "Host: localhost", header)).as(path).isEqualTo(403);
    }
  }

  @Test
  void enteredUrl_isAccepted() throws IOException {
    assertThat(byLoopback("/healthcheck", "Host: localhost", "Sec-Fetch-Site: none"))
        .isEqualTo(200);
  }
}
