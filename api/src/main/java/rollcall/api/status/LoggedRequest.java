package rollcall.api.status;

import java.time.Instant;
import rollcall.api.Paths;

/**
 * An entry of the request log.
 *
 * @param time when it came, by the clock of the replica that answered
 * @param caller who it claims to come from ({@link Paths#CALLER}), else its program (User-Agent),
 *     else its address; behind the routing mesh that is the mesh's
 * @param path without the query
 * @param status of the answer
 * @param durationMs milliseconds until the answer was made
 * @param replica which answered
 */
public record LoggedRequest(
    Instant time,
    String caller,
    String method,
    String path,
    int status,
    double durationMs,
    String replica) {}
