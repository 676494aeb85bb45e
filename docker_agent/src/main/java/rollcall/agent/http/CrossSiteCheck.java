package rollcall.agent.http;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import rollcall.api.ProblemType;
import rollcall.common.AllowedHosts;

/**
 * Rejects requests that a browser sends on behalf of a web page: those to loopback with a foreign
 * Host, and those with Origin or Sec-Fetch-Site. The agent serves no pages, and programs send
 * neither header.
 */
final class CrossSiteCheck {
  /** Values of Sec-Fetch-Site for URLs entered by a user, or followed from our own response. */
  private static final Set<String> ALLOWED_SITES = Set.of("none", "same-origin");

  private final AllowedHosts hosts;

  CrossSiteCheck(AllowedHosts hosts) {
    this.hosts = hosts;
  }

  /**
   * Checks a request before any other processing.
   *
   * @throws ProblemException if the request is rejected
   */
  void check(HttpExchange exchange) {
    Headers headers = exchange.getRequestHeaders();
    @Nullable String host = headers.getFirst("Host");
    // A page on this machine connects by loopback, as an operator would, whatever the agent listens
    // on.
    boolean byLoopback = exchange.getLocalAddress().getAddress().isLoopbackAddress();
    if (host != null && !hosts.allows(host, byLoopback)) {
      throw new ProblemException(
          ProblemType.MISDIRECTED,
          "This agent does not answer to the name in the request's Host header.",
          "Use 127.0.0.1 or localhost, or add the host to the agent's "
              + AllowedHosts.SETTING
              + ".");
    }
    @Nullable String site = headers.getFirst("Sec-Fetch-Site");
    if (headers.containsKey("Origin") || (site != null && !ALLOWED_SITES.contains(site))) {
      throw new ProblemException(
          ProblemType.FORBIDDEN,
          "The request comes from a web page, and the agent accepts none.",
          "Send it without a browser, or enter the agent's URL in the browser.");
    }
  }
}
