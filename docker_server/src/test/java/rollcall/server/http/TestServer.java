package rollcall.server.http;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import rollcall.common.AllowedHosts;
import rollcall.server.auth.AllowedOrigins;
import rollcall.server.auth.Credentials;
import rollcall.server.auth.Limits;
import rollcall.server.feed.Feed;
import rollcall.server.metrics.Metrics;
import rollcall.server.metrics.StateGauges;
import rollcall.server.requestlog.RequestLogWriter;
import rollcall.server.storage.Storage;
import rollcall.server.storage.TestClock;
import rollcall.server.storage.sql.SqlStorage;
import rollcall.server.storage.sqlite.SqliteBackend;

/** A real server on a free port, with its storage in a folder of the test. */
public final class TestServer implements AutoCloseable {
  public static final Instant NOW = Instant.parse("2026-11-20T12:30:00Z");

  /** Everybody may write, as the original labs' clients do. */
  static final Credentials LABORATORY =
      new Credentials(Credentials.Mode.OFF, List.of(), Optional.empty(), Optional.empty());

  private final TestClock clock = new TestClock(NOW);
  private final Storage storage;
  private final Feed feed;
  private final RequestLogWriter requestLog;
  private final HttpServer http;
  private final HttpClient client = HttpClient.newHttpClient();

  public TestServer(Path folder) {
    this(folder, AllowedOrigins.NONE, Credentials.LOOPBACK);
  }

  public TestServer(Path folder, AllowedOrigins corsOrigins) {
    this(folder, corsOrigins, Credentials.LOOPBACK);
  }

  public TestServer(Path folder, Limits limits) {
    this(folder, AllowedOrigins.NONE, Credentials.LOOPBACK, limits);
  }

  public TestServer(Path folder, AllowedOrigins corsOrigins, Credentials credentials) {
    this(folder, corsOrigins, credentials, Limits.DEFAULT);
  }

  public TestServer(
      Path folder, AllowedOrigins corsOrigins, Credentials credentials, Limits limits) {
    this(folder, corsOrigins, credentials, limits, System::nanoTime);
  }

  public TestServer(
      Path folder,
      AllowedOrigins corsOrigins,
      Credentials credentials,
      Limits limits,
      LongSupplier nanoTime) {
    this(folder, AllowedHosts.of("127.0.0.1", ""), corsOrigins, credentials, limits, nanoTime);
  }

  public TestServer(
      Path folder,
      AllowedHosts hosts,
      AllowedOrigins corsOrigins,
      Credentials credentials,
      Limits limits) {
    this(folder, hosts, corsOrigins, credentials, limits, System::nanoTime);
  }

  private TestServer(
      Path folder,
      AllowedHosts hosts,
      AllowedOrigins corsOrigins,
      Credentials credentials,
      Limits limits,
      LongSupplier nanoTime) {
    Metrics metrics = new Metrics();
    storage =
        new SqlStorage(
            new SqliteBackend(folder.resolve("rollcall.db"), Duration.ofMillis(200)),
            clock,
            Duration.ofSeconds(5),
            metrics);

    feed = new Feed(storage.changes());
    StateGauges.register(metrics, storage, feed);
    requestLog = new RequestLogWriter(storage.requestLog(), 1000, Duration.ofSeconds(5));
    StateGauges.register(metrics, requestLog);
    http =
        new HttpServer(
            new HttpConfig(
                "127.0.0.1", 0, Optional.empty(), hosts, corsOrigins, credentials, limits),
            "server.1@test",
            storage,
            feed,
            requestLog,
            metrics,
            nanoTime);
    feed.start();
    requestLog.start();
    http.start();
  }

  HttpServer http() {
    return http;
  }

  Feed feed() {
    return feed;
  }

  public TestClock clock() {
    return clock;
  }

  public Storage storage() {
    return storage;
  }

  public int port() {
    return http.port();
  }

  public HttpResponse<String> get(String path) {
    return send("GET", path, null);
  }

  public HttpResponse<String> post(String path, String json) {
    return send("POST", path, json);
  }

  public HttpResponse<String> put(String path, String json) {
    return send("PUT", path, json);
  }

  /** A body is JSON, unless the headers say what else it is. */
  public HttpResponse<String> send(String method, String path, String body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
            .timeout(Duration.ofSeconds(20))
            .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    if (body != null && !List.of(headers).contains("Content-Type")) {
      request.header("Content-Type", "application/json");
    }
    try {
      return client.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    feed.close();
    http.close();
    requestLog.close();
    storage.close();
  }
}
