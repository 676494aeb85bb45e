package rollcall.agent.http;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import rollcall.agent.docker.Engine;
import rollcall.agent.docker.node.NodeContainers;
import rollcall.agent.metrics.Metrics;
import rollcall.attestation.AgentKey;
import rollcall.attestation.Signer;
import rollcall.common.AllowedHosts;

/** An info server on a free port, and a client on the node. */
final class TestServer implements AutoCloseable {
  static final String TOKEN = "t0ken";

  static final AgentKey KEY = AgentKey.of("KEY", "k".repeat(44));

  private final HttpClient client = HttpClient.newHttpClient();
  private final Engine engine;
  private final InfoServer server;

  TestServer(Optional<String> dockerHost) {
    this(dockerHost, Duration.ofSeconds(10));
  }

  TestServer(Optional<String> dockerHost, Duration engineTimeout) {
    Metrics metrics = new Metrics(System::nanoTime);
    engine = new Engine(dockerHost, engineTimeout);
    NodeContainers containers =
        new NodeContainers(engine, Optional.of("node-1"), Clock.systemUTC(), metrics);
    try {
      server =
          InfoServer.start(
              new HttpConfig(
                  "0.0.0.0",
                  0,
                  AllowedHosts.of("0.0.0.0", "agent.example"),
                  Optional.empty(),
                  Optional.of(TOKEN)),
              containers,
              engine,
              Optional.of(new Signer(KEY, Clock.systemUTC())),
              metrics);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  int port() {
    return server.address().getPort();
  }

  HttpResponse<String> get(String path) {
    return send("GET", "127.0.0.1", path);
  }

  HttpResponse<String> send(String method, String host, String path, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://" + host + ":" + port() + path))
            .method(method, HttpRequest.BodyPublishers.noBody());
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    server.close();
    engine.close();
  }
}
