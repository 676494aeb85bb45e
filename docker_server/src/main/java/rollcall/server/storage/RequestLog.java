package rollcall.server.storage;

import java.util.List;
import java.util.Map;
import rollcall.api.status.LoggedRequest;

/**
 * A part of the request log.
 *
 * @param answered number of logged requests per replica, by its name
 */
public record RequestLog(List<LoggedRequest> newest, Map<String, Long> answered) {}
