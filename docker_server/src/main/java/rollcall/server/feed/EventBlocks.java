package rollcall.server.feed;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import rollcall.server.storage.ChangeFeed;
import rollcall.server.storage.change.ChangeEntry;
import rollcall.server.storage.change.PrunedException;

/**
 * Reads the feed's events in blocks of equal length, shared by all streams that are within a block;
 * an LRU cache keeps the recent ones. Not thread-safe.
 */
final class EventBlocks {
  /** Revisions per block. */
  private static final int LENGTH = 25;

  private static final int MAX_BYTES = 2 * 1024 * 1024;

  private final ChangeFeed changeFeed;
  private final PendingBytes pendingBytes;
  private final Map<Long, List<EncodedChange>> cache = new LinkedHashMap<>(16, 0.75f, true);
  private int bytes;

  EventBlocks(ChangeFeed changeFeed, PendingBytes pendingBytes) {
    this.changeFeed = changeFeed;
    this.pendingBytes = pendingBytes;
  }

  /**
   * Returns the events after a revision, up to the end of its block.
   *
   * @throws PrunedException if they are pruned, or the revision does not exist yet
   */
  List<EncodedChange> after(long revision) {
    long start = revision - revision % LENGTH;
    List<EncodedChange> block = cache.get(start);
    if (block == null) {
      block = read(revision, start);
    }
    List<EncodedChange> rest = block.stream().filter(event -> event.revision() > revision).toList();
    // Reading again throws for a revision that does not exist yet.
    return rest.isEmpty() ? events(revision, LENGTH) : rest;
  }

  private List<EncodedChange> read(long revision, long start) {
    List<EncodedChange> block;
    try {
      block = events(start, LENGTH);
    } catch (PrunedException startIsPruned) {
      return events(revision, (int) (start + LENGTH - revision));
    }
    if (block.size() == LENGTH) {
      cache.put(start, block);
      bytes += bytes(block);
      Iterator<List<EncodedChange>> oldest = cache.values().iterator();
      while (bytes > MAX_BYTES) {
        bytes -= bytes(oldest.next());
        oldest.remove();
      }
    }
    return block;
  }

  private List<EncodedChange> events(long after, int count) {
    List<EncodedChange> events = new ArrayList<>(count);
    for (ChangeEntry change : changeFeed.after(after, count)) {
      events.add(EncodedChange.of(change, pendingBytes));
    }
    return events;
  }

  private static int bytes(List<EncodedChange> block) {
    return block.stream().mapToInt(event -> event.text().length).sum();
  }

  /** Clears the cache: the database has another history. */
  void forget() {
    cache.clear();
    bytes = 0;
  }
}
