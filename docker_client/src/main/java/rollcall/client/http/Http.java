package rollcall.client.http;

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
import rollcall.api.Paths;
import rollcall.api.json.Json;
import rollcall.common.InvalidException;
import rollcall.common.Version;

/** Sends requests to one endpoint and parses the responses. */
public final class Http {
  // Headers are ASCII.
  private static final String CALLER = LocalHostName.name().replaceAll("[^!-~]", "?");

  private final HttpClients clients;
  private final Endpoint endpoint;
  private final Duration timeout;
  private final Optional<String> token;

  public Http(HttpClients clients, Endpoint endpoint, Duration timeout, Optional<String> token) {
    this.clients = clients;
    this.endpoint = endpoint;
    this.timeout = timeout;
    this.token = token;
  }

  public <T> ApiResponse<T> get(HttpUrl url, Class<T> type) {
    return call(new Request.Builder().url(url), type);
  }

  /** A request whose response the server may delay by {@code wait}. */
  public <T> ApiResponse<T> get(HttpUrl url, Class<T> type, Duration wait) {
    return new Http(clients, endpoint, timeout.plus(wait), token).get(url, type);
  }

  /**
   * Posts JSON as it is.
   *
   * @param attestation an agent's signature of it
   */
  public <T> ApiResponse<T> post(
      HttpUrl url, String json, Optional<String> attestation, Class<T> type) {
    RequestBody body = RequestBody.create(json, MediaType.get("application/json"));
    Request.Builder request = new Request.Builder().url(url).post(body);
    attestation.ifPresent(signed -> request.header(Paths.STATEMENT, signed));
    return call(request, type);
  }

  /**
   * Puts a value, with an idempotency key.
   *
   * @param ifMatch the ETag that the current value must have; null for any
   */
  public <T> ApiResponse<T> put(
      HttpUrl url, Object value, @Nullable String ifMatch, Class<T> type) {
    RequestBody body = RequestBody.create(Json.write(value), MediaType.get("application/json"));
    Request.Builder request = withIdempotencyKey(new Request.Builder().url(url).put(body));
    if (ifMatch != null) {
      request.header("If-Match", ifMatch);
    }
    return call(request, type);
  }

  public <T> ApiResponse<T> delete(HttpUrl url, Class<T> type) {
    return call(withIdempotencyKey(new Request.Builder().url(url).delete()), type);
  }

  private static Request.Builder withIdempotencyKey(Request.Builder request) {
    return request.header(Paths.IDEMPOTENCY_KEY, UUID.randomUUID().toString());
  }

  private <T> ApiResponse<T> call(Request.Builder builder, Class<T> type) {
    Request request = withCommonHeaders(builder).header("Accept", "application/json").build();
    RetryOnce retry = new RetryOnce(clients.client(request.isHttps()), timeout);
    try (Response response = retry.execute(request)) {
      String body = response.body().string();
      if (!response.isSuccessful()) {
        throw Problems.of(response, body);
      }
      if (!Problems.isFromRollcall(endpoint.target(), response)) {
        throw Problems.unexpected(response, body);
      }
      return read(response, body, type);
    } catch (IOException e) {
      if (ErrorMessages.isInterrupt(e)) {
        throw new CancelledException(e);
      }
      throw new UnreachableException(endpoint, ErrorMessages.describe(e, timeout), e);
    }
  }

  /** Adds the headers that every request has. */
  public Request.Builder withCommonHeaders(Request.Builder builder) {
    builder.header("User-Agent", "rollcall/" + Version.CURRENT);
    builder.header(Paths.CALLER, CALLER);
    token.ifPresent(value -> builder.header("Authorization", "Bearer " + value));
    return builder;
  }

  private static <T> ApiResponse<T> read(Response response, String body, Class<T> type) {
    try {
      Date date = response.headers().getDate("Date");
      return new ApiResponse<>(
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
