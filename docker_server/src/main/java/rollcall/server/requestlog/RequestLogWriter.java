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
 * Queues requests and writes them to the store in batches, so that no request waits for its entry.
 * Entries that the store cannot accept in time are dropped and counted.
 */
public final class RequestLogWriter implements AutoCloseable {
  /** Maximum number of queued entries: those of one second on a busy replica. */
  private static final int QUEUE = 16_384;

  /** Entries per write: limits how long other writes wait for it. */
  private static final int BATCH = 1000;

  /** How long an entry waits for others of its batch. */
  private static final Duration BATCH_DELAY = Duration.ofMillis(200);

  private static final Logger LOG = LoggerFactory.getLogger(RequestLogWriter.class);

  private record Pending(LoggedRequest request, @Nullable CompletableFuture<Void> written) {}

  private final RequestLogStore store;
  private final int keep;
  private final long timeoutMillis;
  private final BlockingQueue<Pending> queue = new ArrayBlockingQueue<>(QUEUE);
  private final Semaphore urgent = new Semaphore(0);
  private final LongAdder logged = new LongAdder();
  private final LongAdder dropped = new LongAdder();
  private final Thread thread = VitalThread.thread("request-log", this::run);
  private volatile boolean closed;
  private boolean failing;

  /**
   * Creates it; {@link #start} starts to write.
   *
   * @param keep maximum number of entries, of all replicas together; 0 disables the log
   * @param timeout how long {@link #addAndAwait} waits
   */
  public RequestLogWriter(RequestLogStore store, int keep, Duration timeout) {
    this.store = store;
    this.keep = keep;
    this.timeoutMillis = timeout.toMillis();
  }

  /** Starts to write queued entries. */
  public void start() {
    thread.start();
  }

  /** Queues an entry; never blocks. */
  public void add(LoggedRequest request) {
    if (keep == 0) {
      return;
    }
    if (!queue.offer(new Pending(request, null))) {
      dropped.increment();
    }
  }

  /**
   * Queues an entry; returns when it and all entries before it can be read from the store.
   *
   * @throws StorageException if they could not be written in time
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
      written.get(timeoutMillis, TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new StorageException(
          Reason.BUSY, "the request log could not be written for " + timeoutMillis + " ms");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof StorageException error) {
        throw new StorageException(error.reason(), String.valueOf(error.getMessage()), error);
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StorageException(Reason.BUSY, "interrupted while waiting for the request log", e);
    }
  }

  /** Returns the number of entries written by this process. */
  public long logged() {
    return logged.sum();
  }

  /** Returns the number of this process's requests that are not in the log. */
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

  /** Waits for an entry, then for more unless a caller waits or the batch is full. */
  private void collect(List<Pending> batch) throws InterruptedException {
    Pending first = queue.poll(BATCH_DELAY.toMillis(), TimeUnit.MILLISECONDS);
    if (first == null) {
      return;
    }
    batch.add(first);
    if (queue.size() < BATCH && urgent.tryAcquire(BATCH_DELAY.toMillis(), TimeUnit.MILLISECONDS)) {
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
        LOG.info("the request log is written again; {} requests were not logged", dropped());
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

  /** Writes the queued entries, then ends. */
  @Override
  public void close() {
    closed = true;
    try {
      thread.join(timeoutMillis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
