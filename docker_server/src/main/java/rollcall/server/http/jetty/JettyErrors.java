package rollcall.server.http.jetty;

import java.io.IOException;
import java.nio.ByteBuffer;
import javax.servlet.RequestDispatcher;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.BufferUtil;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rollcall.api.Bounds;
import rollcall.api.Paths;
import rollcall.api.Problem;
import rollcall.api.ProblemType;
import rollcall.server.http.exchange.ApiResponse;
import rollcall.server.http.exchange.LogText;
import rollcall.server.http.exchange.Problems;

/** Answers requests that Jetty refuses with problems instead of Jetty's HTML. */
public final class JettyErrors extends ErrorHandler {
  private static final Logger LOG = LoggerFactory.getLogger(JettyErrors.class);

  private final String replica;

  public JettyErrors(String replica) {
    this.replica = replica;
  }

  /** Includes a body for every method; Jetty would include it for GET, HEAD and POST only. */
  @Override
  public boolean errorPageForMethod(String method) {
    return true;
  }

  /** Answers requests that were parsed but not accepted, such as those with too large a body. */
  @Override
  public void doError(
      String target, Request base, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (response.getStatus() == 500) {
      // Jetty's own warnings are off: they include client errors, with text of any length.
      LOG.error(
          "{} {} failed unexpectedly",
          LogText.escape(base.getMethod()),
          LogText.escape(String.valueOf(base.getRequestURI())),
          (Throwable) request.getAttribute(RequestDispatcher.ERROR_EXCEPTION));
    }
    ApiResponse answer = answer(response.getStatus(), base.getRequestURI());
    base.setHandled(true);
    response.setStatus(answer.status());
    response.setHeader(Paths.SERVED_BY, replica);
    response.setContentType(answer.mediaType());
    byte[] body = answer.bytes();
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
  }

  /** Answers requests that could not be parsed; the connection is closed afterwards. */
  @Override
  public ByteBuffer badMessageError(int status, String reason, HttpFields fields) {
    ApiResponse answer = answer(status, null);
    fields.put(HttpHeader.CONTENT_TYPE, Problem.MEDIA_TYPE);
    fields.put(Paths.SERVED_BY, replica);
    return BufferUtil.toBuffer(answer.bytes());
  }

  private static ApiResponse answer(int status, @Nullable String path) {
    return switch (status) {
      case 413 ->
          Problems.response(
              status,
              "The body is larger than the " + Bounds.BODY + " bytes allowed.",
              path,
              "Send a smaller one.");
      case 431 ->
          Problems.response(
              status, "The headers are too large.", path, "Send fewer or shorter ones.");
      case 414 -> Problems.response(status, "The URI is too long.", path, "Send a shorter one.");
      case 505 -> Problems.response(status, "Unsupported HTTP version.", path, "Use HTTP/1.1.");
      case 503 ->
          Problems.response(
              status, "This replica is shutting down.", path, "Retry on another replica.");
      case 500 ->
          Problems.response(
              status,
              "The server failed unexpectedly.",
              path,
              "See this replica's log; X-Served-By names it.");
      default ->
          Problems.response(
              ProblemType.of(status).isPresent() ? status : 400,
              "The request is not well-formed HTTP.",
              path,
              "Correct it and send it again.");
    };
  }
}
