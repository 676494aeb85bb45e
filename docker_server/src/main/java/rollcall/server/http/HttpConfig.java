package rollcall.server.http;

import java.util.Optional;
import rollcall.common.AllowedHosts;
import rollcall.common.tls.ServerTls;
import rollcall.server.auth.AllowedOrigins;
import rollcall.server.auth.Credentials;
import rollcall.server.auth.Limits;

/**
 * Where the REST interface listens, and to whom.
 *
 * @param bind the address to listen on
 * @param port 0 for any free one
 * @param tls what to show callers; empty for plain HTTP
 * @param hosts the names that it answers to
 * @param corsOrigins whose pages may read the answers
 * @param credentials who may write, and who may read
 * @param limits what callers may take
 */
public record HttpConfig(
    String bind,
    int port,
    Optional<ServerTls> tls,
    AllowedHosts hosts,
    AllowedOrigins corsOrigins,
    Credentials credentials,
    Limits limits) {}
