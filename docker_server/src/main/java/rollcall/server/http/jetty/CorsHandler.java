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
 * Lets pages of the allowed origins read the answers (Fetch standard, "CORS protocol"). Without
 * credentials: no answer depends on cookies. All others get the same answers, which their browser
 * keeps from them.
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
      // A cache must not give one origin's answer to another.
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

  /** The same for every path: a method that a path has not is answered 405 when it comes. */
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
