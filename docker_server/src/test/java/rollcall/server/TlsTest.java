package rollcall.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import rollcall.common.Environment;
import rollcall.common.InvalidException;
import rollcall.common.tls.ServerTls;

/** The program with a certificate. */
class TlsTest {
  private static final String CERTIFICATE = "ROLLCALL_TLS_CERTIFICATE_FILE";
  private static final String KEY = "ROLLCALL_TLS_KEY_FILE";

  @TempDir Path folder;

  private ServerProcess server(Path certificate, Path key) throws Exception {
    return new ServerProcess(
        folder.resolve("rollcall.db"),
        "server.1",
        List.of(),
        Map.of(CERTIFICATE, certificate.toString(), KEY, key.toString()));
  }

  private static SSLContext trusting(Path certificate) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    try (var in = Files.newInputStream(certificate)) {
      store.setCertificateEntry(
          "authority", CertificateFactory.getInstance("X.509").generateCertificate(in));
    }
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  @ParameterizedTest
  @ValueSource(strings = {"EC", "Ed25519"})
  void httpsIsAnswered_andPlainHttpSentThere(String algorithm) throws Exception {
    TestCertificate mine = TestCertificate.make(folder, "mine", algorithm);
    ServerProcess server = server(mine.certificate(), mine.key()).start();
    try {
      server.awaitAnswer(); // the health check, which speaks no TLS
      HttpClient client = HttpClient.newBuilder().sslContext(trusting(mine.certificate())).build();
      URI status = URI.create("https://127.0.0.1:" + server.port() + "/api/status");

      HttpResponse<String> secure =
          client.send(HttpRequest.newBuilder(status).build(), BodyHandlers.ofString());
      HttpResponse<String> plain = server.get("/api/status");
      HttpResponse<String> probe = server.get("/ready");

      assertThat(secure.statusCode()).isEqualTo(200);
      assertThat(secure.body()).contains("\"replica\":\"server.1@");
      assertThat(plain.statusCode()).isEqualTo(400);
      assertThat(probe.statusCode()).isEqualTo(200);
      assertThat(plain.body()).contains("this port speaks HTTPS", "Use https://");
      assertThat(server.log())
          .contains("TLS: CN=mine, until 20", "listening on https://127.0.0.1:" + server.port());
      assertThat(curl(mine.certificate(), status)).contains("\"replica\":\"server.1@");
    } finally {
      server.kill();
    }
  }

  private static String curl(Path certificate, URI url) throws Exception {
    Process curl =
        new ProcessBuilder(
                "curl", "-sS", "--cacert", certificate.toString(), "-m", "10", url.toString())
            .redirectErrorStream(true)
            .start();
    return new String(curl.getInputStream().readAllBytes(), US_ASCII);
  }

  /** Neither those that say nothing, nor those that stop in the midst of the handshake. */
  @Test
  void moreConnectionsThanAllowed_areClosed_beforeAnyTls() throws Exception {
    TestCertificate mine = TestCertificate.make(folder, "mine", "EC");
    int allowed = 20 + 64; // loopback has 64 more
    ServerProcess server =
        new ServerProcess(
            folder.resolve("rollcall.db"),
            "server.1",
            List.of(),
            Map.of(
                CERTIFICATE,
                mine.certificate().toString(),
                KEY,
                mine.key().toString(),
                "ROLLCALL_MAX_CONNECTIONS",
                "20",
                "ROLLCALL_SLOW_CLIENT_TIMEOUT",
                "20s"));
    List<Socket> sockets = new ArrayList<>();
    try {
      server.start().awaitAnswer();
      for (int i = 0; i < 3 * allowed; i++) {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        if (i % 2 == 0) {
          socket.getOutputStream().write(new byte[] {0x16, 3, 1});
        }
        sockets.add(socket);
      }
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> sockets.stream().filter(TlsTest::isOpen).count() <= allowed);
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> sockets.stream().noneMatch(TlsTest::isOpen));
      assertThat(server.get("/healthcheck").statusCode()).isEqualTo(200);
    } finally {
      for (Socket socket : sockets) {
        socket.close();
      }
      server.kill();
    }
  }

  private static boolean isOpen(Socket socket) {
    try {
      socket.setSoTimeout(1);
      return socket.getInputStream().read() >= 0;
    } catch (SocketTimeoutException open) {
      return true;
    } catch (IOException reset) {
      return false;
    }
  }

  @Test
  void oldVersionsOfTls_areNotSpoken() throws Exception {
    TestCertificate mine = TestCertificate.make(folder, "mine", "RSA");
    ServerProcess server = server(mine.certificate(), mine.key()).start();
    try {
      server.awaitAnswer();
      assertThat(version(server.port(), mine, "1.1")).isNotZero();
      assertThat(version(server.port(), mine, "1.2")).isZero();
      assertThat(version(server.port(), mine, "1.3")).isZero();
    } finally {
      server.kill();
    }
  }

  /** What curl ends with that speaks this version and no newer one. */
  private static int version(int port, TestCertificate mine, String version) throws Exception {
    Process curl =
        new ProcessBuilder(
                "curl",
                "-sS",
                "--cacert",
                mine.certificate().toString(),
                "--ciphers",
                "DEFAULT:@SECLEVEL=0",
                "--tlsv1.0",
                "--tls-max",
                version,
                "-m",
                "10",
                "https://127.0.0.1:" + port + "/healthcheck")
            .redirectErrorStream(true)
            .start();
    curl.getInputStream().readAllBytes();
    return curl.waitFor();
  }

  private static void refuses(Path certificate, Path key, String part) {
    Map<String, String> variables =
        key == null
            ? Map.of(CERTIFICATE, certificate.toString())
            : Map.of(CERTIFICATE, certificate.toString(), KEY, key.toString());
    assertThatThrownBy(() -> ServerTls.of(new Environment(variables)))
        .isInstanceOf(InvalidException.class)
        .hasMessageStartingWith("ROLLCALL_TLS_")
        .hasMessageContaining(part);
  }

  @Test
  void whatDoesNotFit_isNamed() throws Exception {
    TestCertificate mine = TestCertificate.make(folder, "mine", "EC");
    TestCertificate rsa = TestCertificate.make(folder, "rsa", "RSA");
    Path old = Files.writeString(folder.resolve("old.key"), "-----BEGIN EC PRIVATE KEY-----\n");
    Path missing = folder.resolve("missing");

    refuses(mine.certificate(), rsa.key(), "has no EC key, which the certificate requires");
    refuses(mine.certificate(), old, "openssl pkcs8 -topk8 -nocrypt -in KEY -out FILE");
    refuses(mine.key(), mine.key(), "expected certificates in PEM form");
    refuses(missing, mine.key(), CERTIFICATE + "=\"" + missing + "\": cannot be read");
    refuses(mine.certificate(), null, CERTIFICATE + " and " + KEY + " go together");
  }

  @Test
  void anothersKey_endsTheProgram_andSaysWhy() throws Exception {
    TestCertificate mine = TestCertificate.make(folder, "mine", "EC");
    TestCertificate other = TestCertificate.make(folder, "other", "EC");

    ServerProcess server = server(mine.certificate(), other.key()).start();

    assertThat(server.process().waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(server.log())
        .isEqualTo(
            "rollcall server: %s=\"%s\": is not the key of the certificate in %s\n"
                .formatted(KEY, other.key(), mine.certificate()));
    assertThat(server.process().exitValue()).isEqualTo(2);
  }
}
