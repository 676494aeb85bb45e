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

/** Stands before Spark: marks every answer, and turns away what must not get further. */
public final class EdgeHandler extends HandlerWrapper {
  private final String replica;
  private final Storage storage;
  private final RequestLogger requestLogger;
  private final boolean wantsTls;
  private volatile boolean draining;

  public EdgeHandler(
      String replica, Storage storage, RequestLogger requestLogger, boolean wantsTls) {
    this.wantsTls = wantsTls;
    this.replica = replica;
    this.storage = storage;
    this.requestLogger = requestLogger;
  }

  /** From now on each answer asks its client to open another connection. */
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
    // Agents sign by it, and every replica has to take what they sign: not Jetty's.
    response.setDateHeader("Date", storage.now().toEpochMilli());
    response.setHeader(Paths.REVISION, Long.toString(storage.lastKnownRevision()));
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("Cache-Control", "no-store");
    if (draining || "close".equals(request.getHeader(Paths.CONNECTION))) {
      response.setHeader("Connection", "close");
    }
    // Spark would let it overrule the method.
    base.getMetaData().getFields().remove("X-HTTP-Method-Override");
    if (base.getHttpFields().contains(HttpHeader.TRANSFER_ENCODING)) {
      // Jetty 9.4 can be made to see two requests in one by chunk extensions (CVE-2026-2332).
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
    if (wantsTls && !base.isSecure() && !Paths.isProbe(target)) {
      refuse(
          base,
          response,
          Problems.response(
              400,
              "This request came by plain HTTP, and this port speaks HTTPS.",
              base.getPathInfo(),
              "Use https:// in its URL. What this request carried, others may have read."));
      return;
    }
    if (HttpMethod.CONNECT.is(base.getMethod())) {
      // It names a host instead of a path (RFC 9110, 9.3.6), so Spark has nothing to look up.
      response.setHeader("Allow", "DELETE, GET, HEAD, POST, PUT");
      refuse(
          base,
          response,
          Problems.response(
              405, "This server is no proxy.", null, "Use GET / to see what it offers."));
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

  /** And ends the connection: what follows on it would be in doubt. */
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
