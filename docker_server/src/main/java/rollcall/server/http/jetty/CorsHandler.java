package rollcall.server.http.jetty;

import java.io.IOException;
import javax.servlet.ServletException;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.handler.HandlerWrapper;
import rollcall.api.Paths;
import rollcall.server.auth.AllowedOrigins;

/**
 * Lets pages of the allowed origins read the responses (Fetch standard, "CORS protocol"), without
 * credentials: no response depends on cookies. Pages of other origins get the same responses, but
 * their browser does not let them read these.
 */
public final class CorsHandler extends HandlerWrapper {
  private static final String PREFLIGHT_SECONDS = "600";

  private final AllowedOrigins allowed;

  public CorsHandler(AllowedOrigins allowed) {
    this.allowed = allowed;
  }

  @Override
  public void handle(
      String target, Request base, HttpServletRequest request, HttpServletResponse response)
      throws IOException, ServletException {
    if (!allowed.isEmpty()) {
      // A shared cache must not send one origin's response to another origin.
      response.addHeader("Vary", "Origin");
      String origin = request.getHeader("Origin");
      if (origin != null && allowed.contains(origin)) {
        response.setHeader("Access-Control-Allow-Origin", origin);
        response.setHeader(
            "Access-Control-Expose-Headers",
            String.join(
                ", ",
                Paths.SERVED_BY,
                Paths.REVISION,
                Paths.DATABASE,
                "ETag",
                "Location",
                "Retry-After"));
        if (isPreflight(request)) {
          answerPreflight(base, response);
          return;
        }
      }
    }
    super.handle(target, base, request, response);
  }

  private static boolean isPreflight(HttpServletRequest request) {
    return request.getMethod().equals("OPTIONS")
        && request.getHeader("Access-Control-Request-Method") != null;
  }

  /** Allows the same for every path: a method that a path does not support gets 405 later. */
  private static void answerPreflight(Request base, HttpServletResponse response) {
    base.setHandled(true);
    response.setHeader("Access-Control-Allow-Methods", "GET, HEAD, POST, PUT, DELETE");
    response.setHeader(
        "Access-Control-Allow-Headers",
        "Authorization, Content-Type, If-Match, If-None-Match, Idempotency-Key, "
            + Paths.CALLER
            + ", "
            + Paths.CONNECTION);
    response.setHeader("Access-Control-Max-Age", PREFLIGHT_SECONDS);
    response.setStatus(HttpServletResponse.SC_NO_CONTENT);
  }
}
