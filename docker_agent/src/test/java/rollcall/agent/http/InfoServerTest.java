package rollcall.agent.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import rollcall.api.Problem;
import rollcall.api.json.Json;
import rollcall.common.Version;

/** The info server without an engine. */
class InfoServerTest {
  private Path dir;
  private TestServer server;

  @BeforeEach
  void start(@TempDir Path temporary) {
    dir = temporary;
    server = new TestServer(Optional.of("unix://" + dir.resolve("docker.sock")));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void getHealthcheck_withoutEngine_succeeds() {
    HttpResponse<String> response = server.get("/healthcheck");

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body())
        .isEqualTo("{\"node\":\"node-1\",\"version\":\"" + Version.CURRENT + "\"}");
  }

  @Test
  void headHealthcheck_hasTheLengthAndNoBody() {
    HttpResponse<String> response = server.send("HEAD", "127.0.0.1", "/healthcheck");

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValueAsLong("content-length"))
        .hasValue(server.get("/healthcheck").body().length());
    assertThat(response.body()).isEmpty();
  }

  @Test
  void getContainers_withoutEngine_hasReasonAndAdvice() {
    HttpResponse<String> response = server.get("/containers");

    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(response.headers().firstValue("retry-after")).contains("2");
    assertThat(Json.read(response.body(), Problem.class))
        .isEqualTo(
            new Problem(
                "urn:rollcall:problem:no-engine",
                "No Docker engine",
                503,
                "No Docker engine responds at unix://"
                    + dir
                    + "/docker.sock: No such file or directory.",
                "/containers",
                "Install and start Docker (Debian: \"apt-get install docker.io\"), mount its"
                    + " socket into the agent's container, or set DOCKER_HOST to where the engine"
                    + " listens."));
  }

  @Test
  void getContainers_socketWithoutListener_advisesToStartDocker() throws Exception {
    Files.createFile(dir.resolve("docker.sock"));

    Problem problem = Json.read(server.get("/containers").body(), Problem.class);

    assertThat(problem.detail())
        .isEqualTo(
            "No Docker engine responds at unix://" + dir + "/docker.sock: Connection refused.");
    assertThat(problem.advice()).startsWith("Start Docker (\"systemctl start docker\")");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/nothing", "/info/a/b", "/healthcheck/a", "/containers/a/b"})
  void get_unknownPath(String path) {
    HttpResponse<String> response = server.get(path);

    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(Json.read(response.body(), Problem.class).type())
        .isEqualTo("urn:rollcall:problem:unknown-path");
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH", "OPTIONS"})
  void otherMethods_areRefused(String method) {
    HttpResponse<String> response = server.send(method, "127.0.0.1", "/info");

    assertThat(response.statusCode()).isEqualTo(405);
    assertThat(response.headers().firstValue("allow")).contains("GET, HEAD");
    assertThat(Json.read(response.body(), Problem.class).detail())
        .isEqualTo(method + " is refused: the agent is read-only.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/info/", "/info/%2e%2e", "/info/..", "/containers/a%20b", "/info/-a"})
  void get_invalidIdOrName(String path) {
    HttpResponse<String> response = server.get(path);

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(Json.read(response.body(), Problem.class).title()).isEqualTo("Not an id or name");
  }

  @Test
  void get_overlongKey() {
    assertThat(server.get("/info/" + "a".repeat(256)).statusCode()).isEqualTo(400);
  }
}
