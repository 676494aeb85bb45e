package rollcall.server.http.jetty;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import javax.servlet.ServletException;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.eclipse.jetty.http.HostPortHttpField;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.handler.HandlerWrapper;
import org.jspecify.annotations.Nullable;
import rollcall.common.AllowedHosts;
import rollcall.server.auth.AllowedOrigins;
import rollcall.server.http.exchange.LogText;
import rollcall.server.http.exchange.Problems;

/**
 * Refuses browsers' requests for other sites' pages: requests with an unknown host name (DNS
 * rebinding), and writes from a page of another site (CSRF). Programs send neither Origin nor
 * Sec-Fetch-Site, so their writes pass.
 */
public final class CrossSiteHandler extends HandlerWrapper {
  private static final Set<String> READS = Set.of("GET", "HEAD", "OPTIONS", "TRACE");
  private static final Map<String, Integer> DEFAULT_PORTS = Map.of("http", 80, "https", 443);

  private static final String HOST_ADVICE =
      "Use 127.0.0.1 or localhost, or add that host to the server's ROLLCALL_ALLOWED_HOSTS.";
  private static final String ORIGIN_ADVICE =
      "To allow it, add its origin to the server's ROLLCALL_CORS_ORIGINS. A proxy in between must"
          + " forward the Host header unchanged (nginx: proxy_set_header Host $http_host).";

  private final AllowedHosts hosts;
  private final AllowedOrigins origins;

  public CrossSiteHandler(AllowedHosts hosts, AllowedOrigins origins) {
    this.hosts = hosts;
    this.origins = origins;
  }

  @Override
  public void handle(
      String target, Request base, HttpServletRequest request, HttpServletResponse response)
      throws IOException, ServletException {
    String host = base.getHeader("Host");
    if (host != null) {
      for (String name : List.of(name(host), base.getServerName())) {
        if (!hosts.allows(name)) {
          EdgeHandler.refuse(
              base, response, Problems.response(421, unknown(name), target, HOST_ADVICE));
          return;
        }
      }
    }
    if (!READS.contains(base.getMethod()) && isFromAnotherSite(base, host)) {
      String page = String.valueOf(base.getHeader("Origin"));
      EdgeHandler.refuse(
          base, response, Problems.response(403, foreign(page, host), target, ORIGIN_ADVICE));
      return;
    }
    super.handle(target, base, request, response);
  }

  private static String unknown(String host) {
    return "This server does not answer to the name \"" + LogText.escape(host) + "\".";
  }

  private static String foreign(String page, @Nullable String host) {
    return "A page of another site (origin \""
        + LogText.escape(page)
        + "\") must not write; its request was sent to \""
        + LogText.escape(String.valueOf(host))
        + "\".";
  }

  private boolean isFromAnotherSite(Request request, @Nullable String host) {
    String origin = request.getHeader("Origin");
    if (origin == null) {
      return "cross-site".equals(request.getHeader("Sec-Fetch-Site"));
    }
    return !origins.contains(origin) && (host == null || !isOwn(origin, host));
  }

  /** Whether an origin is the request's own host; ignores the scheme, which proxies change. */
  private static boolean isOwn(String origin, String host) {
    String[] parts = origin.toLowerCase(Locale.ROOT).split("://", 2);
    Integer port = DEFAULT_PORTS.get(parts[0]);
    if (port == null || parts.length < 2) {
      return false; // "null", or a browser extension
    }
    HostPortHttpField from = new HostPortHttpField(parts[1]);
    HostPortHttpField to = new HostPortHttpField(host.toLowerCase(Locale.ROOT));
    return from.getHost().equals(to.getHost()) && from.getPort(port) == to.getPort(port);
  }

  private static String name(String host) {
    return new HostPortHttpField(host).getHost();
  }
}
