package rollcall.agent.announcer;

import java.net.URI;
import java.util.Optional;
import rollcall.attestation.Signer;
import rollcall.common.tls.ClientTls;

/**
 * The server that receives the reports.
 *
 * @param trust trusted certificate authorities; empty for those of the Java runtime
 * @param signer signs all messages; empty if the server requires no attestation
 * @param time the server's time, updated from its responses, for the signer
 */
public record Destination(
    URI server, Optional<ClientTls> trust, Optional<Signer> signer, ServerClock time) {}
