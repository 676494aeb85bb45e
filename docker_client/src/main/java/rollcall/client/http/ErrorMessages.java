package rollcall.client.http;

import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Locale;
import javax.net.ssl.SSLException;

/** Describes why a request got no response. */
public final class ErrorMessages {
  private ErrorMessages() {}

  static boolean isTimeout(IOException e) {
    return e instanceof SocketTimeoutException
        || (e instanceof InterruptedIOException && "timeout".equals(e.getMessage()));
  }

  static boolean isInterrupt(IOException e) {
    return e instanceof InterruptedIOException && !isTimeout(e);
  }

  public static String describe(IOException e, Duration timeout) {
    if (e instanceof UnknownHostException) {
      return "unknown host";
    }
    if (e instanceof NoRouteToHostException) {
      return "no route to host";
    }
    if (e instanceof SocketTimeoutException) {
      return "no connection within 3 s";
    }
    if (isTimeout(e)) {
      return "no response within " + timeout.toMillis() / 1000.0 + " s";
    }
    String message = String.valueOf(e.getMessage());
    if (e instanceof ConnectException) {
      // OkHttp's own message is the address; the cause has the system's reason.
      String reason = e.getCause() == null ? message : String.valueOf(e.getCause().getMessage());
      // Some JDKs append the failed call: "Connection refused (connect failed)".
      return reason.replaceFirst(" \\([^()]*\\)$", "").toLowerCase(Locale.ROOT);
    }
    if (e instanceof SSLException) {
      return "TLS: " + message;
    }
    // OkHttp's "unexpected end of stream on http://…" repeats the URL.
    return e instanceof EOFException || message.startsWith("unexpected end of stream")
        ? "the connection was closed before the response"
        : message;
  }
}
