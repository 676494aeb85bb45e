package rollcall.server.storage;

import java.time.Instant;
import java.util.List;
import rollcall.api.history.Change.What;
import rollcall.server.storage.change.ChangeEntry;
import rollcall.server.storage.roster.RosterEntry;

/** The change feed: all changes of the shared state, one revision per change. */
public interface ChangeFeed {
  /**
   * Returns the changes after a revision, oldest first, without gaps.
   *
   * @throws PrunedException if some of them are pruned, or the revision does not exist yet
   */
  List<ChangeEntry> after(long after, int limit);

  /**
   * Returns a container's changes up to a revision, newest first, as far as they are stored. The
   * first one is the container's state at that revision.
   */
  List<ChangeEntry> versions(String container, long revision, int limit);

  /**
   * Returns the containers that held one slot of a service up to a revision, newest first, each in
   * its state at that revision. For a service without slots: its containers on one node.
   *
   * @param container the newest of them; the result includes it
   */
  List<RosterEntry> slotMates(String container, long revision, int limit);

  /**
   * Whether the feed has a change of a node between two times. The list that makes a node appear,
   * or come back, reports what happened before.
   */
  boolean hasNodeChange(What what, String node, Instant from, Instant upTo);

  /** Reads the newest revision from the database. */
  long revision();

  /** Waits until another process may have made a change, or for a short time. */
  void awaitChange() throws InterruptedException;
}
