package rollcall.e2e;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.Headers;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/**
 * Plain HTTP, for what the project's own client does not do: requests that are wrong on purpose,
 * and other programs' answers. Each request has a connection of its own, which the routing mesh
 * deals.
 */
public final class Http {
  private static final MediaType JSON = MediaType.get("application/json");
  static final OkHttpClient FRESH =
      new OkHttpClient.Builder()
          .connectionPool(new ConnectionPool(0, 1, TimeUnit.MINUTES))
          .callTimeout(Duration.ofSeconds(60))
          .readTimeout(Duration.ZERO)
          .followRedirects(false)
          .proxy(java.net.Proxy.NO_PROXY)
          .build();

  private final String base;
  private final Map<String, String> headers;

  /** For URLs that begin with {@code base}. */
  public Http(String base) {
    this(base, Map.of());
  }

  private Http(String base, Map<String, String> headers) {
    this.base = base;
    this.headers = headers;
  }

  /** The same, which sends one more header. */
  public Http with(String header, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(header, value);
    return new Http(base, more);
  }

  /** The same with an operator's token. */
  public Http withToken(String token) {
    return with("Authorization", "Bearer " + token);
  }

  public Reply get(String path) {
    return send(new Request.Builder().url(base + path).get());
  }

  public Reply delete(String path, String json) {
    return send(new Request.Builder().url(base + path).delete(body(json)));
  }

  public Reply post(String path, String json) {
    return send(new Request.Builder().url(base + path).post(body(json)));
  }

  public Reply put(String path, String json) {
    return send(new Request.Builder().url(base + path).put(body(json)));
  }

  private static RequestBody body(String json) {
    return RequestBody.create(json, JSON);
  }

  private Reply send(Request.Builder request) {
    Headers.Builder sent = new Headers.Builder().add("Connection", "close");
    headers.forEach(sent::addUnsafeNonAscii);
    Request whole = request.headers(sent.build()).build();
    try (Response response = FRESH.newCall(whole).execute()) {
      return new Reply(
          whole.method() + " " + whole.url(),
          response.code(),
          response.headers(),
          response.body().string());
    } catch (IOException e) {
      throw new AssertionError(whole.method() + " " + whole.url() + ": " + e, e);
    }
  }

  /**
   * An answer.
   *
   * @param request what was asked, for messages
   */
  public record Reply(String request, int status, Headers headers, String body) {
    /** Itself, where it has that status; else the test fails with its body. */
    public Reply is(int expected) {
      if (status != expected) {
        throw new AssertionError("%s: %d, not %d: %s".formatted(request, status, expected, body));
      }
      return this;
    }

    public JsonElement json() {
      return JsonParser.parseString(body);
    }

    /** A member of the JSON object that it is; fails where it has no such text. */
    public String text(String member) {
      return json().getAsJsonObject().get(member).getAsString();
    }

    /** The replica that answered. */
    public String servedBy() {
      String replica = headers.get("X-Served-By");
      if (replica == null) {
        throw new AssertionError(request + ": no X-Served-By: " + headers);
      }
      return replica;
    }
  }
}
