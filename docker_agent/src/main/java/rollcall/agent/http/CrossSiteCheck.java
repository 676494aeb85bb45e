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
  /** Of the words of Sec-Fetch-Site: typed by a person, or followed from the agent's own answer. */
  private static final Set<String> OWN = Set.of("none", "same-origin");

  private final AllowedHosts hosts;

  CrossSiteCheck(AllowedHosts hosts) {
    this.hosts = hosts;
  }

  /**
   * Looks at a request before anything else does.
   *
   * @throws ProblemException for one to turn away
   */
  void check(HttpExchange exchange) {
    Headers headers = exchange.getRequestHeaders();
    @Nullable String host = headers.getFirst("Host");
    // A page on this machine comes by loopback and counts as an operator, whatever else the agent
    // listens on.
    boolean byLoopback = exchange.getLocalAddress().getAddress().isLoopbackAddress();
    if (host != null && !hosts.allows(host, byLoopback)) {
      throw new ProblemException(
          ProblemType.MISDIRECTED,
          "This agent does not answer to the name in the request's Host header.",
          "Ask it as 127.0.0.1 or localhost, or name that host in its "
              + AllowedHosts.SETTING
              + ".");
    }
    @Nullable String site = headers.getFirst("Sec-Fetch-Site");
    if (headers.containsKey("Origin") || (site != null && !OWN.contains(site))) {
      throw new ProblemException(
          ProblemType.FORBIDDEN,
          "A page of a site asks, and the agent answers none.",
          "Ask without a browser, or type the agent's URL into it.");
    }
  }
}
