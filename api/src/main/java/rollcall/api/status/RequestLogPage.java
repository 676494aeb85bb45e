package rollcall.api.status;

import java.util.List;
import java.util.Map;

/**
 * The newest logged requests of all replicas, newest first.
 *
 * @param answered number of logged requests per replica, by its name
 * @param dropped requests that the answering replica could not log since it started
 */
public record RequestLogPage(
    List<LoggedRequest> requests, Map<String, Long> answered, long dropped, long revision) {}
