package rollcall.client.http;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import okhttp3.Call;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/**
 * Sends a request a second time, on another connection, when the first broke or met a replica that
 * is busy (503 with Retry-After). Safe for all requests of this library: they are reads, reports,
 * which the server tells apart by id and timestamp, and writes with an Idempotency-Key. Two calls,
 * not an OkHttp interceptor: one call keeps its connection, and with it its replica.
 */
final class RetryOnce {
  // Another replica may be ready long before this one is.
  private static final long MAX_WAIT_SECONDS = 2;

  private static final long MAX_BODY = 64L * 1024 * 1024;

  private final OkHttpClient client;
  private final long deadline;

  RetryOnce(OkHttpClient client, Duration timeout) {
    this.client = client;
    this.deadline = System.nanoTime() + timeout.toNanos();
  }

  Response execute(Request request) throws IOException {
    Response first;
    try {
      first = attempt(request);
    } catch (IOException e) {
      if (!brokeOnTheWay(e)) {
        throw e;
      }
      return again(request);
    }
    String retryAfter = first.header("Retry-After");
    if (first.code() != 503 || retryAfter == null) {
      return first;
    }
    first.close();
    pause(retryAfter);
    return again(request);
  }

  private Response again(Request request) throws IOException {
    client.connectionPool().evictAll();
    return attempt(request);
  }

  private Response attempt(Request request) throws IOException {
    Call call = client.newCall(request);
    // At least a millisecond: 0 would mean no limit at all.
    long left = Math.max(1_000_000, deadline - System.nanoTime());
    call.timeout().timeout(left, TimeUnit.NANOSECONDS);
    try {
      Response response = call.execute();
      // Reads the body ahead, because it may break off, too.
      if (response.body().source().request(MAX_BODY + 1)) {
        response.close();
        throw new IOException("the answer is larger than " + MAX_BODY + " bytes");
      }
      return response;
    } catch (IOException e) {
      if (call.isCanceled() && !ErrorMessages.isTimeout(e)) {
        throw new InterruptedIOException("cancelled");
      }
      throw e;
    }
  }

  /** Not where no connection was made, nor after a timeout: the user has waited long enough. */
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
