package rollcall.server.http;

import java.util.Optional;
import rollcall.common.AllowedHosts;
import rollcall.common.tls.ServerTls;
import rollcall.server.auth.AllowedOrigins;
import rollcall.server.auth.Credentials;
import rollcall.server.auth.Limits;

/**
 * Settings of the REST interface.
 *
 * @param bind the address to listen on
 * @param port the port to listen on; 0 for any free one
 * @param tls certificate and key; empty for plain HTTP
 * @param hosts the host names under which it may be addressed
 * @param corsOrigins the origins whose pages may read the responses
 * @param credentials the keys and tokens required to write and to read
 * @param limits limits on what callers may use
 */
public record HttpConfig(
    String bind,
    int port,
    Optional<ServerTls> tls,
    AllowedHosts hosts,
    AllowedOrigins corsOrigins,
    Credentials credentials,
    Limits limits) {}
