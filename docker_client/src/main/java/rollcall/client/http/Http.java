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

/** Requests to one endpoint: an answer read into a record, or a {@link ClientException}. */
public final class Http {
  // A header takes ASCII only.
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

  /** A request that the server may answer as late as {@code wait} from now. */
  public <T> ApiResponse<T> get(HttpUrl url, Class<T> type, Duration wait) {
    return new Http(clients, endpoint, timeout.plus(wait), token).get(url, type);
  }

  /**
   * A write of JSON as it is.
   *
   * @param statement what an agent signed it with
   */
  public <T> ApiResponse<T> post(
      HttpUrl url, String json, Optional<String> statement, Class<T> type) {
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
  public <T> ApiResponse<T> put(
      HttpUrl url, Object value, @Nullable String ifMatch, Class<T> type) {
    RequestBody body = RequestBody.create(Json.write(value), MediaType.get("application/json"));
    Request.Builder request = once(new Request.Builder().url(url).put(body));
    if (ifMatch != null) {
      request.header("If-Match", ifMatch);
    }
    return call(request, type);
  }

  public <T> ApiResponse<T> delete(HttpUrl url, Class<T> type) {
    return call(once(new Request.Builder().url(url).delete()), type);
  }

  private static Request.Builder once(Request.Builder request) {
    return request.header(Paths.IDEMPOTENCY_KEY, UUID.randomUUID().toString());
  }

  private <T> ApiResponse<T> call(Request.Builder builder, Class<T> type) {
    Request request = identified(builder).header("Accept", "application/json").build();
    RetryOnce twice = new RetryOnce(clients.client(request.isHttps()), timeout);
    try (Response response = twice.execute(request)) {
      String body = response.body().string();
      if (!response.isSuccessful()) {
        throw Problems.of(response, body);
      }
      if (!Problems.isOurs(endpoint.target(), response)) {
        throw Problems.unexpected(response, body);
      }
      return read(response, body, type);
    } catch (IOException e) {
      if (ErrorMessages.isInterrupt(e)) {
        throw new CancelledException(e);
      }
      throw new UnreachableException(endpoint, ErrorMessages.words(e, timeout), e);
    }
  }

  /** The request with what every request carries. */
  public Request.Builder identified(Request.Builder builder) {
    builder.header("User-Agent", "rollcall/" + Version.CURRENT);
    builder.header(Paths.CALLER, CALLER);
    token.ifPresent(secret -> builder.header("Authorization", "Bearer " + secret));
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
