package rollcall.server.http;

import java.io.IOException;
import javax.servlet.ServletException;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.handler.HandlerWrapper;
import rollcall.api.Paths;
import rollcall.server.storage.Storage;

/** Stands before Spark: marks every answer, and turns away what must not get further. */
final class Guard extends HandlerWrapper {
  private final String replica;
  private final Storage storage;
  private final Recorder recorder;
  private volatile boolean draining;

  Guard(String replica, Storage storage, Recorder recorder) {
    this.replica = replica;
    this.storage = storage;
    this.recorder = recorder;
  }

  /** From now on each answer asks its client to open another connection. */
  void drain() {
    draining = true;
  }

  @Override
  public void handle(
      String target, Request base, HttpServletRequest request, HttpServletResponse response)
      throws IOException, ServletException {
    recorder.arrived(request);
    response.setHeader(Paths.SERVED_BY, replica);
    response.setHeader(Paths.REVISION, Long.toString(storage.lastKnownRevision()));
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("Cache-Control", "no-store");
    if (draining || "close".equals(request.getHeader(Paths.CONNECTION))) {
      response.setHeader("Connection", "close");
    }
    // Spark would let it overrule the method.
    base.getMetaData().getFields().remove("X-HTTP-Method-Override");
    if (base.getHttpFields().contains(HttpHeader.TRANSFER_ENCODING)) {
      refuseChunked(base, response);
      return;
    }
    super.handle(target, base, request, response);
  }

  /** Jetty 9.4 can be made to see two requests in one by chunk extensions (CVE-2026-2332). */
  private static void refuseChunked(Request base, HttpServletResponse response) throws IOException {
    base.setHandled(true);
    Answer answer =
        Problems.answer(
            411,
            "The body came with Transfer-Encoding, which is not accepted.",
            base.getPathInfo(),
            "Send it with Content-Length.");
    response.setStatus(answer.status());
    response.setContentType(answer.mediaType());
    byte[] body = answer.bytes();
    response.setContentLength(body.length);
    response.setHeader("Connection", "close");
    response.getOutputStream().write(body);
  }
}
