package rollcall.agent.http;

import java.net.InetSocketAddress;
import java.util.Optional;
import rollcall.common.AllowedHosts;
import rollcall.common.InvalidException;
import rollcall.common.tls.ServerTls;

/**
 * Where the agent's HTTP server listens, and for which callers.
 *
 * @param bind address to listen on
 * @param port port to listen on; 0 chooses a free one
 * @param hosts the accepted Host headers
 * @param tls certificate and key; empty for plain HTTP
 * @param token authorizes operators to read all containers
 */
public record HttpConfig(
    String bind, int port, AllowedHosts hosts, Optional<ServerTls> tls, Optional<String> token) {

  /**
   * The address and port to listen on.
   *
   * @throws InvalidException if the address cannot be resolved
   */
  public InetSocketAddress address() {
    InetSocketAddress address = new InetSocketAddress(bind, port);
    if (address.isUnresolved()) {
      throw new InvalidException(
          "ROLLCALL_BIND=\"" + bind + "\": expected an address of this machine, or 0.0.0.0");
    }
    return address;
  }
}
