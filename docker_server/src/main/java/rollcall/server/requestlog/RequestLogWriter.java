package rollcall.server.requestlog;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rollcall.api.status.LoggedRequest;
import rollcall.common.VitalThread;
import rollcall.server.storage.RequestLogStore;
import rollcall.server.storage.StorageException;
import rollcall.server.storage.StorageException.Reason;

/**
 * Collects requests and writes them to the store in batches, so that no request waits for its
 * entry. What the store cannot take in time is dropped and counted.
 */
public final class RequestLogWriter implements AutoCloseable {
  /** Entries that wait; a second's worth of a busy replica. */
  private static final int QUEUE = 16_384;

  /** Entries of one write: bounds how long other writes wait for it. */
  private static final int BATCH = 1000;

  /** How long an entry waits for company: an idle replica commits this often at most. */
  private static final Duration PAUSE = Duration.ofMillis(200);

  private static final Logger LOG = LoggerFactory.getLogger(RequestLogWriter.class);

  private record Pending(LoggedRequest request, @Nullable CompletableFuture<Void> written) {}

  private final RequestLogStore store;
  private final int keep;
  private final long patienceMillis;
  private final BlockingQueue<Pending> queue = new ArrayBlockingQueue<>(QUEUE);
  private final Semaphore urgent = new Semaphore(0);
  private final LongAdder logged = new LongAdder();
  private final LongAdder dropped = new LongAdder();
  private final Thread thread = VitalThread.thread("request-log", this::run);
  private volatile boolean closed;
  private boolean failing;

  /**
   * Collects; {@link #start} begins to write.
   *
   * @param keep entries kept, of all replicas together; 0 logs nothing
   * @param patience how long {@link #addAndAwait} waits
   */
  public RequestLogWriter(RequestLogStore store, int keep, Duration patience) {
    this.store = store;
    this.keep = keep;
    this.patienceMillis = patience.toMillis();
  }

  /** Begins to write what is collected. */
  public void start() {
    thread.start();
  }

  /** Takes an entry; never blocks. */
  public void add(LoggedRequest request) {
    if (keep == 0) {
      return;
    }
    if (!queue.offer(new Pending(request, null))) {
      dropped.increment();
    }
  }

  /**
   * Takes an entry and returns when it, and all before it, can be read from the store.
   *
   * @throws StorageException if that could not be had
   */
  public void addAndAwait(LoggedRequest request) {
    if (keep == 0) {
      return;
    }
    CompletableFuture<Void> written = new CompletableFuture<>();
    if (!queue.offer(new Pending(request, written))) {
      dropped.increment();
      throw new StorageException(Reason.BUSY, "the request log is full");
    }
    urgent.release();
    try {
      written.get(patienceMillis, TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new StorageException(
          Reason.BUSY, "the request log could not be written for " + patienceMillis + " ms");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof StorageException why) {
        throw new StorageException(why.reason(), String.valueOf(why.getMessage()), why);
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StorageException(Reason.BUSY, "interrupted while it waited for the request log", e);
    }
  }

  /** Entries written by this process. */
  public long logged() {
    return logged.sum();
  }

  /** Requests of this process that are not in the log. */
  public long dropped() {
    return dropped.sum();
  }

  private void run() {
    List<Pending> batch = new ArrayList<>(BATCH);
    while (!(closed && queue.isEmpty())) {
      try {
        collect(batch);
      } catch (InterruptedException e) {
        return; // nothing interrupts this thread
      }
      queue.drainTo(batch, BATCH - batch.size());
      if (!batch.isEmpty()) {
        write(batch);
        batch.clear();
      }
    }
  }

  /** Waits for an entry and then, unless someone is waiting or there are many, for more. */
  private void collect(List<Pending> batch) throws InterruptedException {
    Pending first = queue.poll(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
    if (first == null) {
      return;
    }
    batch.add(first);
    if (queue.size() < BATCH && urgent.tryAcquire(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
      urgent.drainPermits();
    }
  }

  private void write(List<Pending> batch) {
    List<LoggedRequest> requests = batch.stream().map(Pending::request).toList();
    try {
      store.add(requests, keep);
      logged.add(batch.size());
      for (Pending pending : batch) {
        if (pending.written() != null) {
          pending.written().complete(null);
        }
      }
      if (failing) {
        LOG.info("the request log works again; {} requests were not logged", dropped());
      }
      failing = false;
    } catch (RuntimeException e) {
      failed(batch, e);
    }
  }

  private void failed(List<Pending> batch, RuntimeException e) {
    dropped.add(batch.size());
    for (Pending pending : batch) {
      if (pending.written() != null) {
        pending.written().completeExceptionally(e);
      }
    }
    if (!failing) {
      LOG.warn("requests are not logged: {}", e.getMessage());
    }
    failing = true;
  }

  /** Writes what is there, then ends. */
  @Override
  public void close() {
    closed = true;
    try {
      thread.join(patienceMillis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
