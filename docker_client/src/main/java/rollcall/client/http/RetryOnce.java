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
 * Retries a request once, on another connection, if the connection broke or the replica was busy
 * (503 with Retry-After). All requests of this library can be repeated: they are reads, reports,
 * which the server identifies by id and timestamp, and writes with an Idempotency-Key. An OkHttp
 * interceptor could not do this: a call keeps its connection, and with it its replica.
 */
final class RetryOnce {
  // Another replica may be ready much earlier than this one.
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
      if (!isRetryable(e)) {
        throw e;
      }
      return retry(request);
    }
    String retryAfter = first.header("Retry-After");
    if (first.code() != 503 || retryAfter == null) {
      return first;
    }
    first.close();
    pause(retryAfter);
    return retry(request);
  }

  private Response retry(Request request) throws IOException {
    client.connectionPool().evictAll();
    return attempt(request);
  }

  private Response attempt(Request request) throws IOException {
    Call call = client.newCall(request);
    // At least a millisecond: 0 would mean no timeout.
    long remaining = Math.max(1_000_000, deadline - System.nanoTime());
    call.timeout().timeout(remaining, TimeUnit.NANOSECONDS);
    try {
      Response response = call.execute();
      // Buffers the body, because the connection may break while it is read.
      if (response.body().source().request(MAX_BODY + 1)) {
        response.close();
        throw new IOException("the response is larger than " + MAX_BODY + " bytes");
      }
      return response;
    } catch (IOException e) {
      if (call.isCanceled() && !ErrorMessages.isTimeout(e)) {
        throw new InterruptedIOException("cancelled");
      }
      throw e;
    }
  }

  /** Not retried: failed connection attempts, TLS errors and timeouts. */
  private static boolean isRetryable(IOException e) {
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
