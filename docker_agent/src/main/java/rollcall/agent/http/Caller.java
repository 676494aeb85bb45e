package rollcall.agent.http;

import com.sun.net.httpserver.HttpExchange;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who asks.
 *
 * @param address where the connection comes from
 * @param operator whether it may ask about any container: it is on the node itself, or has the
 *     token
 */
record Caller(InetAddress address, boolean operator) {
  private static final String BEARER = "bearer ";

  static Caller of(HttpExchange exchange, Optional<String> token) {
    InetAddress address = exchange.getRemoteAddress().getAddress();
    @Nullable String authorization = exchange.getRequestHeaders().getFirst("Authorization");
    boolean known = token.isPresent() && hasToken(authorization, token.get());
    return new Caller(address, address.isLoopbackAddress() || known);
  }

  private static boolean hasToken(@Nullable String authorization, String token) {
    if (authorization == null || !authorization.toLowerCase(Locale.ROOT).startsWith(BEARER)) {
      return false;
    }
    String given = authorization.substring(BEARER.length()).strip();
    // In constant time: how long a comparison takes must not tell how much of it was right.
    return MessageDigest.isEqual(
        given.getBytes(StandardCharsets.UTF_8), token.getBytes(StandardCharsets.UTF_8));
  }
}
