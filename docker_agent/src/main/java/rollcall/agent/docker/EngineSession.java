package rollcall.agent.docker;

import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.transport.DockerHttpClient;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import com.google.gson.JsonElement;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import rollcall.agent.docker.json.Fields;

/** A connection to the engine, with a negotiated API version. */
public final class EngineSession implements AutoCloseable {
  private final DockerHttpClient transport;
  private final EngineHttp http;
  private final String prefix;
  private final @Nullable String engineVersion;

  private EngineSession(
      DockerHttpClient transport, EngineHttp http, String prefix, @Nullable String engineVersion) {
    this.transport = transport;
    this.http = http;
    this.prefix = prefix;
    this.engineVersion = engineVersion;
  }

  /** Connects. If the engine does not report its version, requests have no version. */
  public static EngineSession open(EngineAddress address, int connections, Duration timeout) {
    address.probe();
    DefaultDockerClientConfig config = address.config();
    DockerHttpClient transport =
        new ZerodepDockerHttpClient.Builder()
            .dockerHost(config.getDockerHost())
            .sslConfig(config.getSSLConfig())
            .maxConnections(connections)
            .connectionTimeout(timeout)
            .responseTimeout(timeout)
            .build();
    EngineHttp http = new EngineHttp(transport);
    try {
      Fields version = version(http);
      return new EngineSession(
          transport,
          http,
          ApiVersions.choose(version.text("ApiVersion"), version.text("MinAPIVersion"))
              .map(api -> "/v" + api)
              .orElse(""),
          version.text("Version", 64));
    } catch (RuntimeException e) {
      closeQuietly(transport);
      throw e;
    }
  }

  private static Fields version(EngineHttp http) {
    try {
      return Fields.of(http.get("/version"), "version", field -> {});
    } catch (EngineAnswerException e) {
      return Fields.of(null, "version", field -> {}); // other requests may be allowed
    }
  }

  /** The API version; empty if the engine chooses it. */
  String api() {
    return prefix.isEmpty() ? "" : prefix.substring(2);
  }

  @Nullable String engineVersion() {
    return engineVersion;
  }

  public JsonElement get(String path) {
    return http.get(prefix + path);
  }

  public <T> T get(String path, EngineHttp.ResponseParser<T> parser) {
    return http.get(prefix + path, parser);
  }

  public DockerHttpClient.Response open(String path) throws IOException {
    return http.open(prefix + path);
  }

  @Override
  public void close() {
    closeQuietly(transport);
  }

  private static void closeQuietly(DockerHttpClient transport) {
    try {
      transport.close();
    } catch (IOException e) {
      // The connection is already closed.
    }
  }
}
