package rollcall.server.http.jetty;

import java.io.IOException;
import javax.servlet.ServletException;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.handler.HandlerWrapper;
import rollcall.api.Paths;
import rollcall.server.http.exchange.ApiResponse;
import rollcall.server.http.exchange.Escapes;
import rollcall.server.http.exchange.Problems;
import rollcall.server.http.exchange.RequestLogger;
import rollcall.server.storage.Storage;

/** Runs before Spark: sets the headers of every response, and refuses invalid requests. */
public final class EdgeHandler extends HandlerWrapper {
  private final String replica;
  private final Storage storage;
  private final RequestLogger requestLogger;
  private final boolean requiresTls;
  private volatile boolean draining;

  public EdgeHandler(
      String replica, Storage storage, RequestLogger requestLogger, boolean requiresTls) {
    this.requiresTls = requiresTls;
    this.replica = replica;
    this.storage = storage;
    this.requestLogger = requestLogger;
  }

  /** Makes each further response ask its client to open another connection. */
  public void drain() {
    draining = true;
  }

  public boolean isDraining() {
    return draining;
  }

  @Override
  public void handle(
      String target, Request base, HttpServletRequest request, HttpServletResponse response)
      throws IOException, ServletException {
    requestLogger.arrived(request);
    response.setHeader(Paths.SERVED_BY, replica);
    response.setHeader(Paths.DATABASE, storage.database());
    // The database's time instead of Jetty's: agents adjust signatures to it, for all replicas.
    response.setDateHeader("Date", storage.now().toEpochMilli());
    response.setHeader(Paths.REVISION, Long.toString(storage.lastKnownRevision()));
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("Cache-Control", "no-store");
    if (draining || "close".equals(request.getHeader(Paths.CONNECTION))) {
      response.setHeader("Connection", "close");
    }
    // Spark would let this header override the method.
    base.getMetaData().getFields().remove("X-HTTP-Method-Override");
    if (base.getHttpFields().contains(HttpHeader.TRANSFER_ENCODING)) {
      // Chunk extensions allow request smuggling in Jetty 9.4 (CVE-2026-2332).
      refuse(
          base,
          response,
          Problems.response(
              411,
              "The body came with Transfer-Encoding, which is not accepted.",
              base.getPathInfo(),
              "Send it with Content-Length."));
      return;
    }
    if (requiresTls && !base.isSecure() && !Paths.isProbe(target)) {
      refuse(
          base,
          response,
          Problems.response(
              400,
              "This request was sent by plain HTTP, but this port speaks HTTPS.",
              base.getPathInfo(),
              "Use https:// in the URL. Others may have read this request."));
      return;
    }
    if (HttpMethod.CONNECT.is(base.getMethod())) {
      // Its target is a host instead of a path (RFC 9110, section 9.3.6), which Spark cannot route.
      response.setHeader("Allow", "DELETE, GET, HEAD, POST, PUT");
      refuse(
          base,
          response,
          Problems.response(
              405, "This server is not a proxy.", null, "Use GET / to see what it offers."));
      return;
    }
    if (!Escapes.areUtf8(base.getRequestURI())) {
      refuse(
          base,
          response,
          Problems.response(
              400, "The path is not valid UTF-8.", null, "Encode it as UTF-8, % as %25."));
      return;
    }
    super.handle(target, base, request, response);
  }

  /** Sends a response and closes the connection, since an unread body may follow on it. */
  static void refuse(Request base, HttpServletResponse response, ApiResponse answer)
      throws IOException {
    base.setHandled(true);
    response.setStatus(answer.status());
    response.setContentType(answer.mediaType());
    byte[] body = answer.bytes();
    response.setContentLength(body.length);
    response.setHeader("Connection", "close");
    response.getOutputStream().write(body);
  }
}
