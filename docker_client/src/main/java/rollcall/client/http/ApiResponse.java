package rollcall.client.http;

import java.time.Instant;
import java.util.Optional;

/**
 * A good answer.
 *
 * @param status the HTTP status: 201 for a report that was new, else 200
 * @param value the body, read
 * @param body the body as it came, with members that this version does not know
 * @param servedBy the replica that answered
 * @param statement an agent's signature under its report, to hand on with it
 * @param time the answering machine's clock; ages are counted by it, whatever the clock here says
 */
public record ApiResponse<T>(
    int status,
    T value,
    String body,
    Optional<String> servedBy,
    Optional<String> statement,
    Instant time) {}
