package rollcall.server.storage;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import rollcall.api.status.Status;

/** The server processes that share the database, and the lease that elects the webhook's sender. */
public interface Replicas {
  /** Registers a server process, or renews its registration. Does not change the revision. */
  void register(Status.Replica replica);

  /**
   * Removes a server process that shuts down. Keeps the registration of its successor, which a
   * rolling update may already have started under the same name.
   */
  void unregister(Status.Replica replica);

  /** Returns the server processes that share the database, ordered by name. */
  List<Status.Replica> list();

  /**
   * Acquires or renews the lease for the delivery of webhook events. At most one process holds it,
   * until it expires.
   *
   * @param holder id of the calling process
   * @param delivered revision up to which this process has delivered all events, if it holds the
   *     lease
   * @return revision up to which all events are delivered; empty while another process holds the
   *     lease
   */
  Optional<Long> acquireOrRenewLease(String holder, Duration lease, long delivered);

  /** Releases the lease, if this process holds it. */
  void releaseLease(String holder, long delivered);
}
