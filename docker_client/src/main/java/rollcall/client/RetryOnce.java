package rollcall.client;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;
import okhttp3.ConnectionPool;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Sends a request a second time, on another connection, when the first broke or met a replica that
 * is busy (503 with Retry-After). Safe for all requests of this library: they are reads, and
 * reports, which the server tells apart by id and timestamp.
 */
final class RetryOnce implements Interceptor {
  // Another replica may be ready long before this one is.
  private static final long MAX_WAIT_SECONDS = 2;

  private final ConnectionPool pool;

  RetryOnce(ConnectionPool pool) {
    this.pool = pool;
  }

  @Override
  public Response intercept(Chain chain) throws IOException {
    Request request = chain.request();
    Response first;
    try {
      first = chain.proceed(request);
    } catch (IOException e) {
      if (chain.call().isCanceled() || !brokeOnTheWay(e)) {
        throw e;
      }
      pool.evictAll();
      return chain.proceed(request);
    }
    @Nullable String retryAfter = first.header("Retry-After");
    if (first.code() != 503 || retryAfter == null) {
      return first;
    }
    first.close();
    pause(retryAfter);
    pool.evictAll();
    return chain.proceed(request);
  }

  /** Not where nobody was met at all, nor after a timeout: the user has waited long enough. */
  private static boolean brokeOnTheWay(IOException e) {
    return !(e instanceof ConnectException
        || e instanceof NoRouteToHostException
        || e instanceof UnknownHostException
        || e instanceof SSLException
        || e instanceof InterruptedIOException);
  }

  private static void pause(String retryAfter) throws InterruptedIOException {
    long seconds;
    try {
      seconds = Math.max(0, Math.min(MAX_WAIT_SECONDS, Long.parseLong(retryAfter.strip())));
    } catch (NumberFormatException date) {
      seconds = 1;
    }
    try {
      Thread.sleep(seconds * 1000);
    } catch (InterruptedException e) {
      throw new InterruptedIOException("interrupted");
    }
  }
}
