package rollcall.server.feed;

import static java.util.Comparator.comparingLong;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rollcall.common.VitalThread;
import rollcall.server.storage.ChangeFeed;
import rollcall.server.storage.StorageException;
import rollcall.server.storage.change.ChangeEntry;
import rollcall.server.storage.change.PrunedException;

/**
 * Delivers the changes that any process commits to the subscribers of this one. While there are
 * subscribers, it reads the current revision whenever the database signals a possible change. New
 * changes are read once for all subscribers at the same position.
 */
public final class Feed implements AutoCloseable {
  /** Maximum number of subscribers; each may hold a buffer. */
  public static final int MAX_SUBSCRIBERS = 2000;

  /** Maximum number of waiting requests; each blocks a thread. */
  public static final int MAX_WAITING = 64;

  /** Maximum number of bytes that all streams together have queued. */
  static final int MAX_BYTES = 8 * 1024 * 1024;

  private static final long RETRY_MILLIS = 100;
  private static final long HEARTBEAT_MILLIS = 15_000;

  /** Changes per read of a poll. */
  private static final int BATCH = 25;

  /** While memory is short, a stream that has sent nothing for this time is ended. */
  private static final long STUCK_NANOS = TimeUnit.SECONDS.toNanos(2);

  private static final Logger LOG = LoggerFactory.getLogger(Feed.class);

  private final ChangeFeed changeFeed;
  private final PendingBytes pendingBytes = new PendingBytes(MAX_BYTES);
  private final EventBlocks blocks;
  private final Set<Subscriber> subscribers = ConcurrentHashMap.newKeySet();
  private final Semaphore permits = new Semaphore(MAX_SUBSCRIBERS);
  private final Semaphore waitingPermits = new Semaphore(MAX_WAITING);
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Condition subscribersPresent = lock.newCondition();
  private final Thread thread = VitalThread.thread("feed", this::run);
  private int waiting;
  private long reads;
  private volatile long newest;
  private volatile boolean closed;

  public Feed(ChangeFeed changeFeed) {
    this.changeFeed = changeFeed;
    this.blocks = new EventBlocks(changeFeed, pendingBytes);
  }

  /** Starts to read changes. */
  public void start() {
    thread.start();
  }

  /** Adds a subscriber; returns false if there are too many, or the feed is closed. */
  public boolean add(Subscriber subscriber) {
    if (closed || !permits.tryAcquire()) {
      return false;
    }
    subscribers.add(subscriber);
    signalSubscribersPresent();
    return true;
  }

  public void remove(Subscriber subscriber) {
    if (subscribers.remove(subscriber)) {
      permits.release();
    }
  }

  public int subscribers() {
    return subscribers.size();
  }

  /**
   * Waits up to {@code time} until there is a change after a revision, or the newest revision is
   * lower, because a backup was restored. Returns false if too many requests wait.
   */
  public boolean await(long since, Duration time) throws InterruptedException {
    if (!waitingPermits.tryAcquire()) {
      return false;
    }
    lock.lock();
    try {
      waiting++;
      subscribersPresent.signal();
      long remaining = time.toNanos();
      // The newest revision may be outdated. One of the next two reads begins after this.
      long fresh = reads + 2;
      while ((newest == since || (newest < since && reads < fresh)) && remaining > 0 && !closed) {
        remaining = changed.awaitNanos(remaining);
      }
      return true;
    } finally {
      waiting--;
      lock.unlock();
      waitingPermits.release();
    }
  }

  /** Passes the changes after a revision in order, until the predicate is false. */
  public void read(long after, Predicate<ChangeEntry> wantsMore) {
    long position = after;
    List<ChangeEntry> batch;
    do {
      batch = changeFeed.after(position, BATCH);
      for (ChangeEntry change : batch) {
        position = change.revision();
        if (!wantsMore.test(change)) {
          return;
        }
      }
    } while (batch.size() == BATCH);
  }

  private void run() {
    long lastHeartbeat = System.nanoTime();
    boolean isFailing = false;
    while (!closed) {
      try {
        awaitSubscribers();
        readRevision();
        wakeWaiting();
        boolean hasMore = notifySubscribers();
        if (System.nanoTime() - lastHeartbeat > TimeUnit.MILLISECONDS.toNanos(HEARTBEAT_MILLIS)) {
          subscribers.forEach(subscriber -> attempt(subscriber, Subscriber::heartbeat));
          lastHeartbeat = System.nanoTime();
        }
        isFailing = false;
        if (!hasMore) {
          changeFeed.awaitChange();
        }
      } catch (StorageException e) {
        LOG.debug("the feed is waiting for the database: {}", e.getMessage());
        pause();
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException e) {
        if (!isFailing) {
          LOG.error("the change feed failed unexpectedly; retrying", e);
        }
        isFailing = true;
        pause();
      }
    }
  }

  private void readRevision() {
    long revision = changeFeed.revision();
    if (revision < newest) {
      blocks.forget();
    }
    newest = revision;
  }

  private void awaitSubscribers() throws InterruptedException {
    lock.lock();
    try {
      while (waiting == 0 && subscribers.isEmpty() && !closed) {
        subscribersPresent.await();
      }
    } finally {
      lock.unlock();
    }
  }

  private void wakeWaiting() {
    lock.lock();
    try {
      reads++;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Sends changes to the subscribers. Those at the same position share one read; those furthest
   * behind are last, and wait while memory is short. Returns whether there are more to send now.
   */
  private boolean notifySubscribers() {
    NavigableMap<Long, List<Subscriber>> positions =
        subscribers.stream()
            .filter(subscriber -> subscriber.position() != newest && subscriber.hasRoom())
            .collect(groupingBy(Subscriber::position, TreeMap::new, toList()));
    boolean hasMore = false;
    for (Map.Entry<Long, List<Subscriber>> group : positions.descendingMap().entrySet()) {
      if (pendingBytes.isShort()) {
        endStuck();
        break;
      }
      hasMore |= send(group.getKey(), group.getValue());
    }
    while (pendingBytes.isExceeded() && endFurthestBehind()) {}
    return hasMore;
  }

  private boolean send(long position, List<Subscriber> group) {
    try {
      List<EncodedChange> batch = blocks.after(position);
      if (batch.isEmpty()) {
        return false;
      }
      group.forEach(subscriber -> attempt(subscriber, s -> s.onEvents(batch)));
      return batch.get(batch.size() - 1).revision() < newest;
    } catch (PrunedException e) {
      group.forEach(subscriber -> attempt(subscriber, Subscriber::end));
      return false;
    }
  }

  private void endStuck() {
    subscribers.stream()
        .filter(subscriber -> subscriber.stuckNanos() > STUCK_NANOS)
        .forEach(subscriber -> attempt(subscriber, Subscriber::end));
  }

  /** Returns false if no stream has queued bytes. */
  private boolean endFurthestBehind() {
    Optional<Subscriber> last =
        subscribers.stream()
            .filter(subscriber -> subscriber.stuckNanos() > 0)
            .min(comparingLong(Subscriber::position));
    last.ifPresent(subscriber -> attempt(subscriber, Subscriber::end));
    return last.isPresent();
  }

  /** Calls a subscriber, and removes it on failure, so that the others continue. */
  private void attempt(Subscriber subscriber, Consumer<Subscriber> call) {
    try {
      call.accept(subscriber);
    } catch (RuntimeException e) {
      LOG.debug("a stream failed and ends", e);
      remove(subscriber);
    }
  }

  private static void pause() {
    try {
      Thread.sleep(RETRY_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void signalSubscribersPresent() {
    lock.lock();
    try {
      subscribersPresent.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Ends every stream and every waiting request. */
  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    wakeWaiting();
    subscribers.forEach(Subscriber::end);
  }
}
