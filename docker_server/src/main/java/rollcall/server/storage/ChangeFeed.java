package rollcall.server.storage;

import java.time.Instant;
import java.util.List;
import rollcall.api.history.Change.What;
import rollcall.server.storage.change.ChangeEntry;
import rollcall.server.storage.roster.RosterEntry;

/** All changes of the shared state, one revision each. */
public interface ChangeFeed {
  /**
   * Changes after a revision, oldest first, without a gap.
   *
   * @throws PrunedException if some of them are not kept any more, or that revision is yet to come
   */
  List<ChangeEntry> after(long after, int limit);

  /**
   * A container's changes up to a revision, newest first, as far as the feed reaches: the first of
   * them is how it was then.
   */
  List<ChangeEntry> versions(String container, long revision, int limit);

  /**
   * The containers that held a slot of a service until a revision, the newest one first, as they
   * were then; where the service has no slots, those of one node.
   *
   * @param container the newest of them; it is in the result
   */
  List<RosterEntry> slotMates(String container, long revision, int limit);

  /**
   * Whether a change of a node was made between two moments. What the list shows by which it
   * appeared, or came back, had happened before.
   */
  boolean hasNodeChange(What what, String node, Instant from, Instant upTo);

  /** The newest revision, read from the storage. */
  long revision();

  /** Returns when there may be a change that another process made, or after a short time. */
  void awaitChange() throws InterruptedException;
}
