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
 * Finds out what any of the processes that share the changeFeed has committed, and tells it to
 * those who watch here. It asks for one number when the changeFeed says that there may be news, and
 * only while somebody watches; what is new is read once and handed to all who are up to date.
 */
public final class Feed implements AutoCloseable {
  /** Watchers at once; each may hold a buffer. */
  public static final int MAX_SUBSCRIBERS = 2000;

  /** Requests that wait at once; each holds a thread. */
  public static final int MAX_WAITING = 64;

  /** Bytes that all streams together may have yet to send. */
  static final int MAX_BYTES = 8 * 1024 * 1024;

  private static final long RETRY_MILLIS = 100;
  private static final long HEARTBEAT_MILLIS = 15_000;

  /** Changes that a poll reads at once. */
  private static final int STEP = 25;

  /** Where others wait for its bytes, a stream that sends nothing for so long ends. */
  private static final long STUCK = TimeUnit.SECONDS.toNanos(2);

  private static final Logger LOG = LoggerFactory.getLogger(Feed.class);

  private final ChangeFeed changeFeed;
  private final PendingBytes pendingBytes = new PendingBytes(MAX_BYTES);
  private final EventBlocks blocks;
  private final Set<Subscriber> subscribers = ConcurrentHashMap.newKeySet();
  private final Semaphore permits = new Semaphore(MAX_SUBSCRIBERS);
  private final Semaphore waitingPlaces = new Semaphore(MAX_WAITING);
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Condition subscribersPresent = lock.newCondition();
  private final Thread thread = VitalThread.thread("feed", this::run);
  private int waiting;
  private long rounds;
  private volatile long newest;
  private volatile boolean closed;

  public Feed(ChangeFeed changeFeed) {
    this.changeFeed = changeFeed;
    this.blocks = new EventBlocks(changeFeed, pendingBytes);
  }

  /** Begins to look for changes. */
  public void start() {
    thread.start();
  }

  /** False if there are too many, or the feed is closed. */
  public boolean add(Subscriber subscriber) {
    if (closed || !permits.tryAcquire()) {
      return false;
    }
    subscribers.add(subscriber);
    signalCompany();
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
   * Waits until there is a change after a revision, or the newest is before it because an older
   * state of the database was brought back; at most for a time. False if too many wait.
   */
  public boolean await(long since, Duration time) throws InterruptedException {
    if (!waitingPlaces.tryAcquire()) {
      return false;
    }
    lock.lock();
    try {
      waiting++;
      subscribersPresent.signal();
      long left = time.toNanos();
      // What was known before the wait may be old: a round that begins now reads it anew.
      long fresh = rounds + 2;
      while ((newest == since || (newest < since && rounds < fresh)) && left > 0 && !closed) {
        left = changed.awaitNanos(left);
      }
      return true;
    } finally {
      waiting--;
      lock.unlock();
      waitingPlaces.release();
    }
  }

  /** Hands over the changes after a revision in order, until it wants no more. */
  public void read(long after, Predicate<ChangeEntry> wantsMore) {
    long position = after;
    List<ChangeEntry> step;
    do {
      step = changeFeed.after(position, STEP);
      for (ChangeEntry change : step) {
        position = change.revision();
        if (!wantsMore.test(change)) {
          return;
        }
      }
    } while (step.size() == STEP);
  }

  private void run() {
    long lastHeartbeat = System.nanoTime();
    boolean isFailing = false;
    while (!closed) {
      try {
        awaitSubscribers();
        look();
        tellWaiting();
        boolean isMore = notifySubscribers();
        if (System.nanoTime() - lastHeartbeat > TimeUnit.MILLISECONDS.toNanos(HEARTBEAT_MILLIS)) {
          subscribers.forEach(subscriber -> attempt(subscriber, Subscriber::heartbeat));
          lastHeartbeat = System.nanoTime();
        }
        isFailing = false;
        if (!isMore) {
          changeFeed.awaitChange();
        }
      } catch (StorageException e) {
        LOG.debug("the feed waits for the database: {}", e.getMessage());
        pause();
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException e) {
        if (!isFailing) {
          LOG.error("the change feed failed unexpectedly; it will try again", e);
        }
        isFailing = true;
        pause();
      }
    }
  }

  private void look() {
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

  private void tellWaiting() {
    lock.lock();
    try {
      rounds++;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Watchers at one place share what is read; those that are furthest behind come last, and wait
   * while there is no room. Returns whether there is more to tell now.
   */
  private boolean notifySubscribers() {
    NavigableMap<Long, List<Subscriber>> positions =
        subscribers.stream()
            .filter(subscriber -> subscriber.position() != newest && subscriber.hasRoom())
            .collect(groupingBy(Subscriber::position, TreeMap::new, toList()));
    boolean isMore = false;
    for (Map.Entry<Long, List<Subscriber>> place : positions.descendingMap().entrySet()) {
      if (pendingBytes.isShort()) {
        endStuck();
        break;
      }
      isMore |= tell(place.getKey(), place.getValue());
    }
    while (pendingBytes.isExceeded() && endFurthestBehind()) {}
    return isMore;
  }

  private boolean tell(long position, List<Subscriber> here) {
    try {
      List<EncodedChange> batch = blocks.after(position);
      if (batch.isEmpty()) {
        return false;
      }
      here.forEach(subscriber -> attempt(subscriber, w -> w.tell(batch)));
      return batch.get(batch.size() - 1).revision() < newest;
    } catch (PrunedException overtaken) {
      here.forEach(subscriber -> attempt(subscriber, Subscriber::end));
      return false;
    }
  }

  private void endStuck() {
    subscribers.stream()
        .filter(subscriber -> subscriber.stuckNanos() > STUCK)
        .forEach(subscriber -> attempt(subscriber, Subscriber::end));
  }

  /** False if no stream holds anything. */
  private boolean endFurthestBehind() {
    Optional<Subscriber> last =
        subscribers.stream()
            .filter(subscriber -> subscriber.stuckNanos() > 0)
            .min(comparingLong(Subscriber::position));
    last.ifPresent(subscriber -> attempt(subscriber, Subscriber::end));
    return last.isPresent();
  }

  /** What fails for one watcher ends that one. */
  private void attempt(Subscriber subscriber, Consumer<Subscriber> what) {
    try {
      what.accept(subscriber);
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

  private void signalCompany() {
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
    tellWaiting();
    subscribers.forEach(Subscriber::end);
  }
}
