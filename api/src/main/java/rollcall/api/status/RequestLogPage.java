package rollcall.api.status;

import java.util.List;
import java.util.Map;

/**
 * The newest requests of the log, those of all replicas, newest first.
 *
 * @param answered how many of all requests in the log each replica answered, by its name
 * @param dropped requests that the answering replica could not log since it started
 */
public record RequestLogPage(
    List<LoggedRequest> requests, Map<String, Long> answered, long dropped, long revision) {}
