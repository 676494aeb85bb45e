package rollcall.api.status;

import java.time.Instant;
import rollcall.api.Paths;

/**
 * An entry of the request log.
 *
 * @param time of arrival, by the replica's clock
 * @param caller as stated in {@link Paths#CALLER}, else the User-Agent, else the source address,
 *     which behind the routing mesh is the mesh's
 * @param path without the query
 * @param status of the response
 * @param durationMs milliseconds until the response was complete
 * @param replica that answered
 */
public record LoggedRequest(
    Instant time,
    String caller,
    String method,
    String path,
    int status,
    double durationMs,
    String replica) {}
