package rollcall.server.feed;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rollcall.api.Vital;
import rollcall.server.storage.PrunedException;
import rollcall.server.storage.Storage;
import rollcall.server.storage.StorageException;

/**
 * Finds out what any of the processes that share the storage has committed, and tells it to those
 * who watch here. It asks for one number when the storage says that there may be news, and only
 * while somebody watches; what is new is read once and handed to all who are up to date.
 */
public final class Feed implements AutoCloseable {
  /** Watchers at once; each may hold a buffer. */
  public static final int MAX_WATCHERS = 2000;

  /** Requests that wait at once; each holds a thread. */
  public static final int MAX_WAITING = 64;

  private static final long RETRY_MILLIS = 100;
  private static final long HEARTBEAT_MILLIS = 15_000;
  private static final int BATCH = 500;
  private static final Logger LOG = LoggerFactory.getLogger(Feed.class);

  private final Storage storage;
  private final Set<Watcher> watchers = ConcurrentHashMap.newKeySet();
  private final Semaphore places = new Semaphore(MAX_WATCHERS);
  private final Semaphore waitingPlaces = new Semaphore(MAX_WAITING);
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition news = lock.newCondition();
  private final Condition company = lock.newCondition();
  private final Thread thread = Vital.thread("feed", this::run);
  private int waiting;
  private volatile long newest;
  private volatile boolean closed;

  public Feed(Storage storage) {
    this.storage = storage;
    thread.start();
  }

  /** False if there are too many, or the feed is closed. */
  public boolean add(Watcher watcher) {
    if (closed || !places.tryAcquire()) {
      return false;
    }
    watchers.add(watcher);
    signalCompany();
    return true;
  }

  public void remove(Watcher watcher) {
    if (watchers.remove(watcher)) {
      places.release();
    }
  }

  public int watchers() {
    return watchers.size();
  }

  /** Waits until there is a change after a revision, at most for a time; false if too many wait. */
  public boolean await(long since, Duration time) throws InterruptedException {
    if (!waitingPlaces.tryAcquire()) {
      return false;
    }
    lock.lock();
    try {
      waiting++;
      company.signal();
      long left = time.toNanos();
      while (newest <= since && left > 0 && !closed) {
        left = news.awaitNanos(left);
      }
      return true;
    } finally {
      waiting--;
      lock.unlock();
      waitingPlaces.release();
    }
  }

  private void run() {
    long lastHeartbeat = System.nanoTime();
    while (!closed) {
      try {
        awaitCompany();
        newest = Math.max(newest, storage.revision());
        tellWaiting();
        tellWatchers();
        if (System.nanoTime() - lastHeartbeat > TimeUnit.MILLISECONDS.toNanos(HEARTBEAT_MILLIS)) {
          watchers.forEach(Watcher::heartbeat);
          lastHeartbeat = System.nanoTime();
        }
        storage.awaitNews();
      } catch (StorageException e) {
        LOG.debug("the feed waits for the database: {}", e.getMessage());
        pause();
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private void awaitCompany() throws InterruptedException {
    lock.lock();
    try {
      while (waiting == 0 && watchers.isEmpty() && !closed) {
        company.await();
      }
    } finally {
      lock.unlock();
    }
  }

  private void tellWaiting() {
    lock.lock();
    try {
      news.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void tellWatchers() {
    // Most are at the same place, so that most rounds read once.
    Map<Long, List<Event>> read = new HashMap<>();
    for (Watcher watcher : watchers) {
      try {
        if (watcher.position() < newest) {
          watcher.tell(read.computeIfAbsent(watcher.position(), this::after));
        }
      } catch (PrunedException overtaken) {
        watcher.end();
      }
    }
  }

  private List<Event> after(long position) {
    return storage.changes(position, BATCH).stream().map(Event::of).toList();
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
      company.signal();
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
    watchers.forEach(Watcher::end);
  }
}
