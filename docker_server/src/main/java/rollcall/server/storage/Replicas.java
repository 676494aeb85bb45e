package rollcall.server.storage;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import rollcall.api.status.Status;

/** The server processes that share the storage, and which of them delivers the webhook's events. */
public interface Replicas {
  /** Says that a server process is alive. Not a change: the revision stays. */
  void register(Status.Replica replica);

  /**
   * Withdraws a server process that shuts down; not its successor, which a rolling update starts
   * before under the same name.
   */
  void unregister(Status.Replica replica);

  /** The server processes that share the storage, by name. */
  List<Status.Replica> list();

  /**
   * Takes the duty to deliver the webhook's events, or keeps it: one process of all that share the
   * storage has it, until its lease runs out.
   *
   * @param done up to which revision this process has delivered all, if it has the duty already
   * @return up to which revision all is delivered; nothing while another process has the duty
   */
  Optional<Long> acquireOrRenewLease(String who, Duration lease, long done);

  /** Gives the duty back, if this process has it. */
  void releaseLease(String who, long done);
}
