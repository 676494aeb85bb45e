package rollcall.server.webhook;

import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rollcall.common.Backoff;
import rollcall.common.VitalThread;
import rollcall.server.storage.Storage;
import rollcall.server.storage.StorageException;
import rollcall.server.storage.change.ChangeEntry;
import rollcall.server.storage.change.PrunedException;

/**
 * Delivers events in order, and retries each until the receiver accepts it. Every replica has a
 * dispatcher; only the one that holds the delivery lease delivers. It stores its position after
 * each event, so that another can continue from there. Only an event that was being sent when its
 * replica died is sent twice.
 */
public final class WebhookDispatcher implements AutoCloseable {
  private static final int BATCH = 100;
  private static final Logger LOG = LoggerFactory.getLogger(WebhookDispatcher.class);

  private final String holder = UUID.randomUUID().toString();
  private final Storage storage;
  private final WebhookConfig webhook;
  private final DeliveryTiming timing;
  private final EventDetector detector;
  private final WebhookSender sender;
  private final PendingEvents pending;
  private final LongAdder delivered = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final LongAdder dropped = new LongAdder();
  private final Thread thread = VitalThread.thread("webhook", this::run);
  private volatile boolean closed;
  private boolean holdsLease;
  private final Backoff backoff;
  private int failures;
  private boolean isDropping;
  private boolean isStorageFailing;
  private long renewAt = System.nanoTime();
  private long sendAt = System.nanoTime();

  /**
   * Intervals, timeouts and limits of the delivery.
   *
   * @param interval between two reads of the change feed
   * @param lease how long the lease lasts after this process has died; more than three times the
   *     timeout
   * @param timeout of one attempt
   * @param firstPause after a failure; it doubles up to {@code longestPause}
   * @param waiting maximum number of waiting events
   */
  record DeliveryTiming(
      Duration interval,
      Duration lease,
      Duration timeout,
      Duration firstPause,
      Duration longestPause,
      int waiting) {
    static final DeliveryTiming DEFAULT =
        new DeliveryTiming(
            Duration.ofMillis(500),
            Duration.ofSeconds(30),
            Duration.ofSeconds(8),
            Duration.ofSeconds(1),
            Duration.ofMinutes(1),
            1000);
  }

  public WebhookDispatcher(Storage storage, WebhookConfig webhook) {
    this(storage, webhook, DeliveryTiming.DEFAULT);
  }

  WebhookDispatcher(Storage storage, WebhookConfig webhook, DeliveryTiming timing) {
    this.storage = storage;
    this.webhook = webhook;
    this.timing = timing;
    this.backoff = new Backoff(timing.firstPause(), timing.longestPause(), new Random());
    detector = new EventDetector(storage, webhook);
    sender = new WebhookSender(webhook, timing.timeout());
    pending = new PendingEvents(timing.waiting());
  }

  /** Starts to deliver, or to wait for the lease. */
  public void start() {
    thread.start();
  }

  /** Returns the number of events that the receiver accepted from this process. */
  public long delivered() {
    return delivered.sum();
  }

  /** Returns the number of failed attempts. */
  public long failed() {
    return failed.sum();
  }

  /** Returns the number of dropped events: too many waited, or the receiver rejected them. */
  public long dropped() {
    return dropped.sum();
  }

  /** Returns the number of waiting events. */
  public int waiting() {
    return pending.size();
  }

  private void run() {
    while (!closed) {
      try {
        work();
        isStorageFailing = false;
      } catch (StorageException e) {
        if (!isStorageFailing) {
          LOG.warn("webhook: {}; retrying", e.getMessage());
        }
        isStorageFailing = true;
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException e) {
        LOG.error("webhook: failed unexpectedly; retrying", e);
      }
      try {
        Thread.sleep(timing.interval().toMillis());
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private void work() throws InterruptedException {
    if (!holdsLease || renewAt - System.nanoTime() <= 0) {
      acquireOrRenewLease();
    }
    if (holdsLease) {
      read();
    }
    while (holdsLease && !closed && sendAt - System.nanoTime() <= 0) {
      WebhookEvent next = pending.first();
      if (next == null) {
        return;
      }
      send(next);
    }
  }

  private void acquireOrRenewLease() {
    Optional<Long> position =
        storage.replicas().acquireOrRenewLease(holder, timing.lease(), pending.done());
    renewAt = System.nanoTime() + timing.lease().toNanos() / 3;
    if (position.isPresent() && !holdsLease) {
      LOG.info("webhook: delivering to {} from revision {} on", webhook.host(), position.get());
      begin(position.get());
    }
    holdsLease = position.isPresent();
  }

  private void read() {
    try {
      int count;
      do {
        count = 0;
        for (ChangeEntry change : storage.changes().after(pending.read(), BATCH)) {
          for (WebhookEvent event : detector.of(change)) {
            drop(pending.add(event), "too many events are waiting");
          }
          pending.readUpTo(change.revision());
          count++;
        }
      } while (count == BATCH);
    } catch (PrunedException e) {
      LOG.warn("webhook: {} Continuing from the current revision.", e.getMessage());
      begin(storage.changes().revision());
    }
  }

  private void begin(long after) {
    detector.begin();
    pending.beginAfter(after);
  }

  private void send(WebhookEvent event) throws InterruptedException {
    WebhookSender.Outcome outcome = sender.send(event);
    if (outcome.isTaken()) {
      delivered.increment();
      if (failures > 0 || isDropping) {
        LOG.info("webhook: {} accepts events again; {} were dropped", webhook.host(), dropped());
      }
      failures = 0;
      backoff.reset();
      isDropping = false;
    } else {
      failed.increment();
      if (!outcome.isFinal()) {
        pause(outcome);
        return;
      }
      drop(1, outcome.reason());
    }
    pending.removeFirst();
    acquireOrRenewLease();
  }

  private void pause(WebhookSender.Outcome outcome) {
    if (failures == 0) {
      LOG.warn(
          "webhook: {}: {}; retrying until it accepts the event", webhook.host(), outcome.reason());
    }
    failures++;
    sendAt = System.nanoTime() + backoff.next().toNanos();
  }

  /** Logs the first of several drops; their number is logged after the next success. */
  private void drop(int count, String reason) {
    if (count > 0 && !isDropping) {
      LOG.warn("webhook: dropping events to {}: {}", webhook.host(), reason);
      isDropping = true;
    }
    dropped.add(count);
  }

  /** Ends after the current attempt, and releases the lease. */
  @Override
  public void close() {
    closed = true;
    try {
      thread.join(timing.timeout().toMillis() + timing.interval().toMillis());
      if (holdsLease) {
        storage.replicas().releaseLease(holder, pending.done());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (StorageException e) {
      LOG.warn("webhook: the lease could not be released: {}", e.getMessage());
    } finally {
      sender.close();
    }
  }
}
