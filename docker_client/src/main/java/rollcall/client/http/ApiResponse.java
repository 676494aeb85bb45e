package rollcall.client.http;

import java.time.Instant;
import java.util.Optional;

/**
 * A successful response.
 *
 * @param status the HTTP status: 201 if something was created, else 200
 * @param value the parsed body
 * @param body the body as received, with members that this version does not know
 * @param servedBy the replica that answered
 * @param attestation an agent's signature of its report, to send with it
 * @param time the responder's clock; ages are computed with it, not with the local clock
 */
public record ApiResponse<T>(
    int status,
    T value,
    String body,
    Optional<String> servedBy,
    Optional<String> attestation,
    Instant time) {}
