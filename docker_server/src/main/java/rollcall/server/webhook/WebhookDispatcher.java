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
 * Delivers events in order, each until the receiver has taken it. All replicas have one; the one
 * that holds the duty works, and writes down after each event how far it has come, so that another
 * goes on from there. Only an event that was on its way when its replica died is sent twice.
 */
public final class WebhookDispatcher implements AutoCloseable {
  private static final int BATCH = 100;
  private static final Logger LOG = LoggerFactory.getLogger(WebhookDispatcher.class);

  private final String me = UUID.randomUUID().toString();
  private final Storage storage;
  private final WebhookConfig webhook;
  private final DeliveryTiming pace;
  private final EventDetector detector;
  private final WebhookSender sender;
  private final PendingEvents pending;
  private final LongAdder delivered = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final LongAdder dropped = new LongAdder();
  private final Thread thread = VitalThread.thread("webhook", this::run);
  private volatile boolean closed;
  private boolean isOnDuty;
  private final Backoff backoff;
  private int failures;
  private boolean isDropping;
  private boolean isStorageAway;
  private long renewAt = System.nanoTime();
  private long sendAt = System.nanoTime();

  /**
   * How fast and how much.
   *
   * @param lease how long the duty is another's after this process has died; more than three times
   *     the timeout
   * @param timeout of one attempt
   * @param firstPause after a failure; it doubles up to the longest
   * @param waiting events that wait at most
   */
  record DeliveryTiming(
      Duration look,
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

  WebhookDispatcher(Storage storage, WebhookConfig webhook, DeliveryTiming pace) {
    this.storage = storage;
    this.webhook = webhook;
    this.pace = pace;
    this.backoff = new Backoff(pace.firstPause(), pace.longestPause(), new Random());
    detector = new EventDetector(storage, webhook);
    sender = new WebhookSender(webhook, pace.timeout());
    pending = new PendingEvents(pace.waiting());
  }

  /** Begins to work, or to wait for the duty. */
  public void start() {
    thread.start();
  }

  /** Events that the receiver took from this process. */
  public long delivered() {
    return delivered.sum();
  }

  /** Attempts that failed. */
  public long failed() {
    return failed.sum();
  }

  /** Events given up: too many waited, or the receiver refused them for good. */
  public long dropped() {
    return dropped.sum();
  }

  /** Events that wait here. */
  public int waiting() {
    return pending.size();
  }

  private void run() {
    while (!closed) {
      try {
        work();
        isStorageAway = false;
      } catch (StorageException e) {
        if (!isStorageAway) {
          LOG.warn("webhook: {}; going on trying", e.getMessage());
        }
        isStorageAway = true;
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException e) {
        LOG.error("webhook: failed unexpectedly; going on", e);
      }
      try {
        Thread.sleep(pace.look().toMillis());
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private void work() throws InterruptedException {
    if (!isOnDuty || renewAt - System.nanoTime() <= 0) {
      acquireOrRenewLease();
    }
    if (isOnDuty) {
      read();
    }
    while (isOnDuty && !closed && sendAt - System.nanoTime() <= 0) {
      WebhookEvent next = pending.first();
      if (next == null) {
        return;
      }
      send(next);
    }
  }

  private void acquireOrRenewLease() {
    Optional<Long> done = storage.replicas().acquireOrRenewLease(me, pace.lease(), pending.done());
    renewAt = System.nanoTime() + pace.lease().toNanos() / 3;
    if (done.isPresent() && !isOnDuty) {
      LOG.info(
          "webhook: this replica delivers to {} from revision {} on", webhook.host(), done.get());
      begin(done.get());
    }
    isOnDuty = done.isPresent();
  }

  private void read() {
    try {
      int count;
      do {
        count = 0;
        for (ChangeEntry change : storage.changes().after(pending.read(), BATCH)) {
          for (WebhookEvent event : detector.of(change)) {
            drop(pending.add(event), "too many wait");
          }
          pending.readUpTo(change.revision());
          count++;
        }
      } while (count == BATCH);
    } catch (PrunedException e) {
      LOG.warn("webhook: {} Going on from now.", e.getMessage());
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
        LOG.info("webhook: {} takes events again; {} were dropped", webhook.host(), dropped());
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
      drop(1, outcome.why());
    }
    pending.removeFirst();
    acquireOrRenewLease();
  }

  private void pause(WebhookSender.Outcome outcome) {
    if (failures == 0) {
      LOG.warn(
          "webhook: {}: {}; trying again until it takes the event", webhook.host(), outcome.why());
    }
    failures++;
    sendAt = System.nanoTime() + backoff.next().toNanos();
  }

  /** Told once, and how many when it is over. */
  private void drop(int count, String why) {
    if (count > 0 && !isDropping) {
      LOG.warn("webhook: events to {} are dropped: {}", webhook.host(), why);
      isDropping = true;
    }
    dropped.add(count);
  }

  /** Ends after the attempt that is on its way, and leaves the duty to another. */
  @Override
  public void close() {
    closed = true;
    try {
      thread.join(pace.timeout().toMillis() + pace.look().toMillis());
      if (isOnDuty) {
        storage.replicas().releaseLease(me, pending.done());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (StorageException e) {
      LOG.warn("webhook: the duty could not be left: {}", e.getMessage());
    } finally {
      sender.close();
    }
  }
}
