package rollcall.agent.http;

import com.sun.net.httpserver.HttpExchange;
import java.net.InetAddress;
import java.util.Optional;
import rollcall.common.BearerToken;

/**
 * The sender of a request to the agent.
 *
 * @param address the connection's source address
 * @param operator whether it may read any container: it is on the node itself, or has the token
 */
record Caller(InetAddress address, boolean operator) {
  static Caller of(HttpExchange exchange, Optional<String> token) {
    InetAddress address = exchange.getRemoteAddress().getAddress();
    Optional<String> given = BearerToken.of(exchange.getRequestHeaders().getFirst("Authorization"));
    boolean known =
        token.isPresent() && given.isPresent() && BearerToken.matches(given.get(), token.get());
    return new Caller(address, address.isLoopbackAddress() || known);
  }
}
