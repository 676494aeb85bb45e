package rollcall.client.http;

import java.net.Proxy;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import okhttp3.Call;
import okhttp3.ConnectionSpec;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;
import rollcall.common.tls.ClientTls;

/**
 * The HTTP clients and connections that all API clients share. They are created when first used, so
 * that a command without requests starts faster. All threads are daemons and do not delay the exit.
 */
public final class HttpClients {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);

  private final Supplier<Optional<ClientTls>> tls;
  private @Nullable OkHttpClient httpClient;
  private @Nullable OkHttpClient httpsClient;
  // OkHttp's dispatcher drops a call as soon as its response headers have arrived.
  private final Set<Call> streams = new HashSet<>();
  private volatile long cancellations;

  /** Trusts the Java runtime's certificate authorities. */
  public HttpClients() {
    this(Optional::empty);
  }

  /**
   * @param tls whose servers to trust; called before the first HTTPS request
   */
  public HttpClients(Supplier<Optional<ClientTls>> tls) {
    this.tls = tls;
  }

  /** Cancels all requests in progress; they fail with a {@link CancelledException}. */
  public synchronized void cancel() {
    cancellations++;
    if (httpClient != null) {
      httpClient.dispatcher().cancelAll();
    }
    streams.forEach(Call::cancel);
  }

  /**
   * Closes idle connections. The routing mesh balances connections, not requests, so that the next
   * request reaches another replica.
   */
  public synchronized void evictIdle() {
    if (httpClient != null) {
      httpClient.connectionPool().evictAll();
    }
  }

  /** Registers a streaming call, for {@link #cancel()}. */
  public synchronized void register(Call stream) {
    streams.add(stream);
  }

  public synchronized void unregister(Call stream) {
    streams.remove(stream);
  }

  /** How often {@link #cancel()} was called. */
  public long cancellations() {
    return cancellations;
  }

  public synchronized OkHttpClient client(boolean https) {
    if (httpClient == null) {
      httpClient = create();
    }
    if (!https) {
      return httpClient;
    }
    if (httpsClient == null) {
      // Shares the dispatcher and the pool.
      OkHttpClient.Builder client =
          httpClient
              .newBuilder()
              .connectionSpecs(List.of(ConnectionSpec.MODERN_TLS, ConnectionSpec.COMPATIBLE_TLS));
      tls.get().ifPresent(own -> client.sslSocketFactory(own.sockets(), own.trust()));
      httpsClient = client.build();
    }
    return httpsClient;
  }

  private static OkHttpClient create() {
    return new OkHttpClient.Builder()
        .connectTimeout(CONNECT_TIMEOUT)
        // RetryOnce sets a timeout per call.
        .readTimeout(Duration.ZERO)
        .writeTimeout(Duration.ZERO)
        // Loading the system's certificates takes 60 ms, which http does not need.
        .connectionSpecs(List.of(ConnectionSpec.CLEARTEXT))
        // A redirect means a wrong URL; following it would hide that and might send a token
        // elsewhere.
        .followRedirects(false)
        // Server and agent are on the local network; a proxy would see the token.
        .proxy(Proxy.NO_PROXY)
        .build();
  }
}
