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
 * The feed's events in blocks of equal length, read once for all streams that are somewhere in a
 * block; those that were used last are kept. For one thread.
 */
final class EventBlocks {
  /** Revisions of a block. */
  private static final int LENGTH = 25;

  private static final int MAX_BYTES = 2 * 1024 * 1024;

  private final ChangeFeed changeFeed;
  private final PendingBytes pendingBytes;
  private final Map<Long, List<EncodedChange>> kept = new LinkedHashMap<>(16, 0.75f, true);
  private int bytes;

  EventBlocks(ChangeFeed changeFeed, PendingBytes pendingBytes) {
    this.changeFeed = changeFeed;
    this.pendingBytes = pendingBytes;
  }

  /**
   * What follows a revision, to the end of its block.
   *
   * @throws PrunedException if that is not kept any more, or yet to come
   */
  List<EncodedChange> after(long revision) {
    long start = revision - revision % LENGTH;
    List<EncodedChange> block = kept.get(start);
    if (block == null) {
      block = read(revision, start);
    }
    List<EncodedChange> rest = block.stream().filter(event -> event.revision() > revision).toList();
    return rest.isEmpty() ? events(revision, LENGTH) : rest; // which tells what is yet to come
  }

  private List<EncodedChange> read(long revision, long start) {
    List<EncodedChange> block;
    try {
      block = events(start, LENGTH);
    } catch (PrunedException beginsBefore) {
      return events(revision, (int) (start + LENGTH - revision));
    }
    if (block.size() == LENGTH) {
      kept.put(start, block);
      bytes += bytes(block);
      Iterator<List<EncodedChange>> oldest = kept.values().iterator();
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

  /** Another history has begun. */
  void forget() {
    kept.clear();
    bytes = 0;
  }
}
