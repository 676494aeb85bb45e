package rollcall.client;

import com.google.gson.JsonParseException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import java.util.UUID;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;
import rollcall.api.InvalidException;
import rollcall.api.Json;
import rollcall.api.Paths;
import rollcall.api.Version;

/** Requests to one endpoint: an answer read into a record, or a {@link ClientException}. */
final class Http {
  // A header takes ASCII only.
  private static final String CALLER = Host.name().replaceAll("[^!-~]", "?");

  private final Connections connections;
  private final Endpoint endpoint;
  private final Duration timeout;
  private final Optional<String> token;

  Http(Connections connections, Endpoint endpoint, Duration timeout, Optional<String> token) {
    this.connections = connections;
    this.endpoint = endpoint;
    this.timeout = timeout;
    this.token = token;
  }

  <T> Answer<T> get(HttpUrl url, Class<T> type) {
    return call(new Request.Builder().url(url), type);
  }

  /** A request that the server may answer as late as {@code wait} from now. */
  <T> Answer<T> get(HttpUrl url, Class<T> type, Duration wait) {
    return new Http(connections, endpoint, timeout.plus(wait), token).get(url, type);
  }

  /**
   * A write of JSON as it is.
   *
   * @param statement what an agent signed it with
   */
  <T> Answer<T> post(HttpUrl url, String json, Optional<String> statement, Class<T> type) {
    RequestBody body = RequestBody.create(json, MediaType.get("application/json"));
    Request.Builder request = new Request.Builder().url(url).post(body);
    statement.ifPresent(signed -> request.header(Paths.STATEMENT, signed));
    return call(request, type);
  }

  /**
   * A write that names itself, so that sending it twice does it once.
   *
   * @param ifMatch the ETag that what is overwritten must have; null for any
   */
  <T> Answer<T> put(HttpUrl url, Object value, @Nullable String ifMatch, Class<T> type) {
    RequestBody body = RequestBody.create(Json.write(value), MediaType.get("application/json"));
    Request.Builder request = once(new Request.Builder().url(url).put(body));
    if (ifMatch != null) {
      request.header("If-Match", ifMatch);
    }
    return call(request, type);
  }

  <T> Answer<T> delete(HttpUrl url, Class<T> type) {
    return call(once(new Request.Builder().url(url).delete()), type);
  }

  private static Request.Builder once(Request.Builder request) {
    return request.header(Paths.IDEMPOTENCY_KEY, UUID.randomUUID().toString());
  }

  private <T> Answer<T> call(Request.Builder builder, Class<T> type) {
    Request request = identified(builder).header("Accept", "application/json").build();
    RetryOnce twice = new RetryOnce(connections.client(request.isHttps()), timeout);
    try (Response response = twice.execute(request)) {
      String body = response.body().string();
      if (!response.isSuccessful()) {
        throw Problems.of(response, body);
      }
      if (!Problems.isOurs(endpoint.peer(), response)) {
        throw Problems.unexpected(response, body);
      }
      return read(response, body, type);
    } catch (IOException e) {
      if (Causes.isInterrupt(e)) {
        throw new CancelledException(e);
      }
      throw new UnreachableException(endpoint, Causes.words(e, timeout), e);
    }
  }

  /** The request with what every request carries. */
  Request.Builder identified(Request.Builder builder) {
    builder.header("User-Agent", "rollcall/" + Version.CURRENT);
    builder.header(Paths.CALLER, CALLER);
    token.ifPresent(secret -> builder.header("Authorization", "Bearer " + secret));
    return builder;
  }

  private static <T> Answer<T> read(Response response, String body, Class<T> type) {
    try {
      Date date = response.headers().getDate("Date");
      return new Answer<>(
          response.code(),
          Json.read(body, type),
          body,
          Optional.ofNullable(response.header(Paths.SERVED_BY)),
          Optional.ofNullable(response.header(Paths.STATEMENT)),
          date == null ? Instant.now() : date.toInstant());
    } catch (JsonParseException | InvalidException e) {
      throw Problems.unexpected(response, body);
    }
  }
}
