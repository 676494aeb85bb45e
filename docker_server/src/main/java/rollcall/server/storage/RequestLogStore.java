package rollcall.server.storage;

import java.time.Instant;
import java.util.List;
import rollcall.api.status.LoggedRequest;

/** The request log. */
public interface RequestLogStore {
  /**
   * Adds requests to the log and removes some of those that are too many. Not a change: the
   * revision stays.
   *
   * @param keep how many requests the log keeps
   */
  void add(List<LoggedRequest> requests, int keep);

  /** The log's newest requests that came no later than a time, newest first. */
  Versioned<RequestLog> newest(Instant upTo, int limit);
}
