package rollcall.server.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import rollcall.common.AllowedHosts;
import rollcall.server.http.TestServer;

/** Access to the documented addresses and through proxies, by programs and pages. */
class ClientAddressResolverTest {
  /** Ways to start a server. */
  enum Started {
    /** {@code ./rollcall up}. */
    BY_UP,
    /** The same with {@code ROLLCALL_ALLOWED_HOSTS=rollcall.example.com}. */
    BY_UP_NAMED,
    /** An image: {@code docker run -p}, compose.yml, a stack. */
    AS_IMAGE,
    /** An image with {@code ROLLCALL_ALLOWED_HOSTS=rollcall.example.com}. */
    AS_IMAGE_NAMED
  }

  private static final String FRONT_END = "http://localhost:9000";
  private static final Map<Started, TestServer> SERVERS = new EnumMap<>(Started.class);

  @TempDir static Path folder;

  @BeforeAll
  static void start() throws IOException {
    for (Started how : Started.values()) {
      String bind = how.name().startsWith("BY_UP") ? "127.0.0.1" : "0.0.0.0";
      String hosts = how.name().endsWith("_NAMED") ? "rollcall.example.com" : "";
      SERVERS.put(
          how,
          new TestServer(
              Files.createDirectory(folder.resolve(how.name())),
              AllowedHosts.of(bind, hosts),
              AllowedOrigins.parse(FRONT_END),
              Credentials.LOOPBACK,
              Limits.DEFAULT));
    }
  }

  @AfterAll
  static void stop() {
    SERVERS.values().forEach(TestServer::close);
  }

  @ParameterizedTest
  @CsvSource({
    // commands of README and TOUR; ssh -L, and ports that Vagrant or an editor forwards
    "BY_UP, 127.0.0.1:5001",
    "BY_UP, localhost:5001",
    "BY_UP, localhost:8080",
    "BY_UP, [::1]:5001",
    "BY_UP_NAMED, rollcall.example.com",
    "BY_UP_NAMED, localhost:5001",
    // compose.yml's ports 80 and 3000; requests of its agent and load balancer
    "AS_IMAGE, localhost",
    "AS_IMAGE, localhost:3000",
    "AS_IMAGE, balancer:8080",
    "AS_IMAGE, server:5001",
    // another machine's address or name, a gateway, the Vagrantfile's machines
    "AS_IMAGE, 192.168.1.7:5001",
    "AS_IMAGE, laptop:5001",
    "AS_IMAGE, laptop.local:5001",
    "AS_IMAGE, 172.17.0.1:5001",
    "AS_IMAGE, 192.168.56.11:5001",
    "AS_IMAGE, [fd00::7]:5001",
    // docker run on the swarm's network
    "AS_IMAGE, rollcall_server:5001",
    "AS_IMAGE, tasks.rollcall_server:5001",
    "AS_IMAGE, host.docker.internal:5001",
    // allowed beside a list of names: addresses, for nodes, and loopback, for agents and probes
    "AS_IMAGE_NAMED, rollcall.example.com",
    "AS_IMAGE_NAMED, 127.0.0.1:5001",
    "AS_IMAGE_NAMED, localhost",
    "AS_IMAGE_NAMED, 192.168.56.10:5001",
    "AS_IMAGE_NAMED, 172.17.0.1:5001",
    "AS_IMAGE_NAMED, [fd00::7]:5001",
  })
  void programsAndItsOwnPage_readAndWrite(Started how, String host) throws IOException {
    assertThat(ask(how, "GET", "Host: " + host)).startsWith("HTTP/1.1 200 ");
    assertThat(ask(how, "PUT", "Host: " + host)).startsWith("HTTP/1.1 20");
    for (String scheme : new String[] {"http://", "https://"}) {
      assertThat(ask(how, "PUT", "Host: " + host, "Origin: " + scheme + host))
          .as(scheme)
          .startsWith("HTTP/1.1 20");
    }
  }

  /** A proxy that keeps Host; the web image alone; then two proxies that replace Host. */
  @ParameterizedTest
  @CsvSource({
    "BY_UP_NAMED, rollcall.example.com, https://rollcall.example.com, 20",
    "BY_UP_NAMED, rollcall.example.com:443, https://rollcall.example.com, 20",
    "AS_IMAGE, rollcall.example.com:8443, https://rollcall.example.com:8443, 20",
    "AS_IMAGE, localhost, http://localhost:9000, 20",
    "BY_UP, 127.0.0.1:5001, https://rollcall.example.com, 403",
    "AS_IMAGE, rollcall.example.com, https://rollcall.example.com:8443, 403",
    "AS_IMAGE, 192.168.1.7, http://192.168.1.7:9000, 403",
  })
  void aPageBehindAProxy_writesWhereHostIsPassedOn(
      Started how, String host, String origin, String status) throws IOException {
    String answer = ask(how, "PUT", "Host: " + host, "Origin: " + origin);

    assertThat(answer).startsWith("HTTP/1.1 " + status);
    if (status.equals("403")) {
      assertThat(answer)
          .contains("\\\"" + origin + "\\\"", "\\\"" + host + "\\\"")
          .contains("ROLLCALL_CORS_ORIGINS", "proxy_set_header Host $http_host");
    }
    assertThat(ask(how, "GET", "Host: " + host, "Origin: " + origin)).startsWith("HTTP/1.1 200");
  }

  @ParameterizedTest
  @CsvSource({
    "BY_UP, laptop:5001, laptop",
    "BY_UP, 192.168.1.7:5001, 192.168.1.7",
    "BY_UP, [2001:db8::1]:5001, [2001:db8::1]",
    "BY_UP, rollcall.example.com, rollcall.example.com",
    "BY_UP, host.docker.internal:5001, host.docker.internal",
    "BY_UP_NAMED, laptop, laptop",
    "AS_IMAGE_NAMED, rollcall_server:5001, rollcall_server",
  })
  void anotherName_isRefusedWithWhatToSet(Started how, String host, String name)
      throws IOException {
    for (String method : new String[] {"GET", "PUT"}) {
      assertThat(ask(how, method, "Host: " + host))
          .startsWith("HTTP/1.1 421 ")
          .contains(
              "does not answer to the name \\\"" + name + "\\\"",
              "ROLLCALL_ALLOWED_HOSTS",
              "localhost");
    }
    // Its advice works.
    assertThat(AllowedHosts.of("127.0.0.1", name).allows(name)).isTrue();
  }

  private static String ask(Started how, String method, String... headers) throws IOException {
    String body = method.equals("GET") ? "" : "{\"value\":\"red\"}";
    String path = method.equals("GET") ? "/api/containers" : "/api/vars/color";
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), SERVERS.get(how).port())) {
      socket.setSoTimeout(20_000);
      String head =
          method
              + (" " + path + " HTTP/1.1\r\nConnection: close\r\n")
              + "Content-Type: application/json\r\n"
              + String.join("\r\n", headers)
              + ("\r\nContent-Length: " + body.length() + "\r\n\r\n");
      socket.getOutputStream().write((head + body).getBytes(UTF_8));
      return new String(socket.getInputStream().readAllBytes(), UTF_8);
    }
  }
}
