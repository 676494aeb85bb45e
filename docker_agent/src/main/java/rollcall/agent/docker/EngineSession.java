package rollcall.agent.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.model.Info;
import com.github.dockerjava.api.model.Version;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.core.RemoteApiVersion;
import com.github.dockerjava.transport.DockerHttpClient;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import rollcall.api.Json;

/** A negotiated connection to one engine, until that engine goes away. */
final class EngineSession implements AutoCloseable {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private final DockerHttpClient http;
  private final DockerClient docker;
  private final RemoteApiVersion api;
  private final String engineVersion;
  private final String hostname;

  private EngineSession(
      DockerHttpClient http,
      DockerClient docker,
      RemoteApiVersion api,
      String engineVersion,
      String hostname) {
    this.http = http;
    this.docker = docker;
    this.api = api;
    this.engineVersion = engineVersion;
    this.hostname = hostname;
  }

  static EngineSession open(EngineAddress address, int connections, Duration timeout) {
    address.probe();
    DefaultDockerClientConfig unversioned = address.config().build();
    DockerHttpClient http =
        new ZerodepDockerHttpClient.Builder()
            .dockerHost(unversioned.getDockerHost())
            .sslConfig(unversioned.getSSLConfig())
            .maxConnections(connections)
            .connectionTimeout(timeout)
            .responseTimeout(timeout)
            .build();
    try {
      Version version = DockerClientImpl.getInstance(unversioned, http).versionCmd().exec();
      RemoteApiVersion api =
          ApiVersions.choose(version.getApiVersion(), version.getMinAPIVersion());
      DockerClient docker =
          DockerClientImpl.getInstance(address.config().withApiVersion(api).build(), http);
      Info info = docker.infoCmd().exec();
      return new EngineSession(http, docker, api, version.getVersion(), info.getName());
    } catch (RuntimeException e) {
      closeQuietly(http);
      throw e;
    }
  }

  DockerClient docker() {
    return docker;
  }

  String api() {
    return api.getVersion();
  }

  String engineVersion() {
    return engineVersion;
  }

  String hostname() {
    return hostname;
  }

  /**
   * One sample. docker-java has no {@code one-shot}, without which the engine collects two samples
   * and takes a second or two.
   */
  ContainerStats stats(String id) {
    DockerHttpClient.Request request =
        DockerHttpClient.Request.builder()
            .method(DockerHttpClient.Request.Method.GET)
            .path(
                "/v" + api.getVersion() + "/containers/" + id + "/stats?stream=false&one-shot=true")
            .build();
    try (DockerHttpClient.Response response = http.execute(request)) {
      String body = new String(response.getBody().readAllBytes(), StandardCharsets.UTF_8);
      if (response.getStatusCode() != 200) {
        throw new DockerException(body, response.getStatusCode());
      }
      return ContainerStats.parse(body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Follows the engine's container events until the stream ends or breaks.
   *
   * @param since in ns since 1970
   * @param begun called once the engine has begun to tell
   */
  void events(long since, Runnable begun, Consumer<ContainerEvent> listener) {
    String filters =
        Json.write(Map.of("type", List.of("container"), "event", ContainerEvent.ACTIONS));
    DockerHttpClient.Request request =
        DockerHttpClient.Request.builder()
            .method(DockerHttpClient.Request.Method.GET)
            .path(
                "/v"
                    + api.getVersion()
                    + "/events?filters="
                    + URLEncoder.encode(filters, StandardCharsets.UTF_8)
                    + String.format(Locale.ROOT, "&since=%d.%09d", since / SECOND, since % SECOND))
            .build();
    try (DockerHttpClient.Response response = http.execute(request);
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(response.getBody(), StandardCharsets.UTF_8))) {
      if (response.getStatusCode() != 200) {
        throw new DockerException(lines.readLine(), response.getStatusCode());
      }
      begun.run();
      for (@Nullable String line = lines.readLine(); line != null; line = lines.readLine()) {
        ContainerEvent.parse(line).ifPresent(listener);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    closeQuietly(http);
  }

  private static void closeQuietly(DockerHttpClient http) {
    try {
      http.close();
    } catch (IOException e) {
      // Its engine is gone: there is nothing left to hang up on.
    }
  }
}
