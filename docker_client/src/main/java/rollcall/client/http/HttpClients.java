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
 * The connections that clients share. Made when first used: a command that asks no server does not
 * pay for them. All threads below are daemons, so that a program ends at once.
 */
public final class HttpClients {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);

  private final Supplier<Optional<ClientTls>> trust;
  private @Nullable OkHttpClient plain;
  private @Nullable OkHttpClient secure;
  // OkHttp itself forgets a call as soon as its headers are there.
  private final Set<Call> streams = new HashSet<>();
  private volatile long cancellations;

  /** Believes the authorities that the Java runtime brings. */
  public HttpClients() {
    this(Optional::empty);
  }

  /**
   * @param trust whose servers to believe; asked before the first HTTPS
   */
  public HttpClients(Supplier<Optional<ClientTls>> trust) {
    this.trust = trust;
  }

  /** Gives up all requests under way; they end with a {@link CancelledException}. */
  public synchronized void cancel() {
    cancellations++;
    if (plain != null) {
      plain.dispatcher().cancelAll();
    }
    streams.forEach(Call::cancel);
  }

  /**
   * Closes the connections kept alive. The routing mesh balances connections, not requests: the
   * next request meets another replica.
   */
  public synchronized void evictIdle() {
    if (plain != null) {
      plain.connectionPool().evictAll();
    }
  }

  /** From now on the call's answer, which has no end, is under way. */
  public synchronized void opened(Call stream) {
    streams.add(stream);
  }

  public synchronized void closed(Call stream) {
    streams.remove(stream);
  }

  /** Counts {@link #cancel()}: what changes it between two looks is a wish to end. */
  public long cancellations() {
    return cancellations;
  }

  public synchronized OkHttpClient client(boolean https) {
    if (plain == null) {
      plain = create();
    }
    if (!https) {
      return plain;
    }
    if (secure == null) {
      // Shares the dispatcher and the pool with the plain one.
      OkHttpClient.Builder client =
          plain
              .newBuilder()
              .connectionSpecs(List.of(ConnectionSpec.MODERN_TLS, ConnectionSpec.COMPATIBLE_TLS));
      trust.get().ifPresent(tls -> client.sslSocketFactory(tls.sockets(), tls.trust()));
      secure = client.build();
    }
    return secure;
  }

  private static OkHttpClient create() {
    return new OkHttpClient.Builder()
        .connectTimeout(CONNECT_TIMEOUT)
        // Each call's own timeout, see RetryOnce, bounds reading and writing.
        .readTimeout(Duration.ZERO)
        .writeTimeout(Duration.ZERO)
        // Loading the machine's certificates takes 60 ms, in vain for http.
        .connectionSpecs(List.of(ConnectionSpec.CLEARTEXT))
        // A redirect means a wrong URL; following it would hide that, and might carry a token away.
        .followRedirects(false)
        // Server and agent are neighbours: no proxy is asked for them, nor shown a token.
        .proxy(Proxy.NO_PROXY)
        .build();
  }
}
