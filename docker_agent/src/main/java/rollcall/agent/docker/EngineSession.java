package rollcall.agent.docker;

import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.transport.DockerHttpClient;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import com.google.gson.JsonElement;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import rollcall.agent.docker.json.Fields;

/** A connection to one engine in a negotiated version of its API, until that engine is lost. */
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

  /** Connects; an engine that does not tell its version is asked without one. */
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
      return Fields.of(null, "version", field -> {}); // what is refused here may be allowed else
    }
  }

  /** Of the API; empty where none could be agreed upon. */
  String api() {
    return prefix.isEmpty() ? "" : prefix.substring(2);
  }

  @Nullable String engineVersion() {
    return engineVersion;
  }

  public JsonElement get(String path) {
    return http.get(prefix + path);
  }

  public <T> T get(String path, EngineHttp.Reading<T> reading) {
    return http.get(prefix + path, reading);
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
      // Its engine is gone: there is nothing left to hang up on.
    }
  }
}
