package rollcall.server.storage;

import java.time.Instant;
import java.util.List;
import rollcall.api.status.LoggedRequest;

/** The request log. */
public interface RequestLogStore {
  /**
   * Adds requests to the log and removes some of the oldest beyond its limit. Does not change the
   * revision.
   *
   * @param keep maximum number of requests in the log
   */
  void add(List<LoggedRequest> requests, int keep);

  /** Returns the requests received up to a time, newest first. */
  Versioned<RequestLog> newest(Instant upTo, int limit);
}
