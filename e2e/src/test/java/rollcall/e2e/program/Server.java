package rollcall.e2e.program;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import rollcall.api.Paths;

/** A server, whose port it keeps when it is killed and started again. */
public final class Server {
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

  private final Program program;
  private final int port;

  Server(Program program, int port) {
    this.program = program;
    this.port = port;
  }

  public Program program() {
    return program;
  }

  public int port() {
    return port;
  }

  public String url(String path) {
    return "http://127.0.0.1:" + port + path;
  }

  /** Returns when it answers a health check, which takes no token. */
  public void start() throws InterruptedException {
    program.start();
    for (int i = 0; i < 600 && program.isAlive(); i++) {
      try {
        send("GET", Paths.HEALTHCHECK, null);
        return;
      } catch (IOException notYet) {
        Thread.sleep(50);
      }
    }
    throw new AssertionError("no answer in 30 s on port " + port + ": " + program.said());
  }

  /** {@code kill -9}; returns when it is gone. */
  public void kill() throws InterruptedException {
    program.kill();
  }

  /** The body of an answer; fails where that is no success. */
  public String send(String method, String path, String json)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url(path)))
            .timeout(Duration.ofSeconds(30))
            .header("Content-Type", "application/json")
            .method(method, json == null ? BodyPublishers.noBody() : BodyPublishers.ofString(json))
            .build();
    HttpResponse<String> answer = CLIENT.send(request, BodyHandlers.ofString());
    if (answer.statusCode() >= 300) {
      throw new AssertionError(method + " " + path + ": " + answer.statusCode() + answer.body());
    }
    return answer.body();
  }
}
