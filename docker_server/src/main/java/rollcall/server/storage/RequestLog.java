package rollcall.server.storage;

import java.util.List;
import java.util.Map;
import rollcall.api.status.LoggedRequest;

/**
 * A part of the request log.
 *
 * @param answered how many of all requests in the log each replica answered, by its name
 */
public record RequestLog(List<LoggedRequest> newest, Map<String, Long> answered) {}
