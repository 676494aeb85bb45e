package rollcall.server.http.routes;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import javax.servlet.AsyncContext;
import javax.servlet.AsyncEvent;
import javax.servlet.AsyncListener;
import javax.servlet.ServletOutputStream;
import javax.servlet.WriteListener;
import javax.servlet.http.HttpServletResponse;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.HttpChannel;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;
import rollcall.server.feed.EncodedChange;
import rollcall.server.feed.Feed;
import rollcall.server.feed.Subscriber;

/**
 * One client's stream of server-sent events (HTML standard, section 9.2). It never blocks the feed:
 * it queues events for a slow client up to a limit, and then stops at its position in the feed. A
 * client that reads nothing is disconnected; it reconnects with Last-Event-ID.
 */
final class SseConnection implements Subscriber, WriteListener, AsyncListener {
  /** Maximum number of queued bytes; then it accepts no events. */
  private static final int MAX_PENDING = 64 * 1024;

  /** Small, because Jetty holds the buffer as long as the response lasts: here for hours. */
  private static final int BUFFER = 4096;

  private static final EncodedChange HEARTBEAT = EncodedChange.note(":");

  private final AsyncContext context;
  private final HttpChannel channel;
  private final ServletOutputStream out;
  private final Feed feed;
  private final Deque<EncodedChange> pending = new ArrayDeque<>();
  private @Nullable EncodedChange sending;
  private int pendingBytes;
  private long progressAt = System.nanoTime();
  private boolean mustFlush;
  private boolean ended;
  private volatile long position;

  private SseConnection(Request request, Feed feed, long since) throws IOException {
    this.context = request.startAsync();
    this.channel = request.getHttpChannel();
    this.out = context.getResponse().getOutputStream();
    this.feed = feed;
    this.position = since;
    context.setTimeout(0);
    context.addListener(this);
  }

  /**
   * Starts the response: the changes after a revision, until the client or this replica ends it.
   *
   * @throws IOException if the client has disconnected
   */
  static void begin(Request request, Feed feed, long since) throws IOException {
    HttpServletResponse response = request.getResponse();
    response.setContentType("text/event-stream");
    response.setHeader("X-Accel-Buffering", "no"); // nginx would buffer events
    response.setBufferSize(BUFFER);
    SseConnection stream = new SseConnection(request, feed, since);
    response.flushBuffer();
    stream.out.setWriteListener(stream);
    stream.begin();
  }

  /** Subscribes, unless the client has disconnected: it would stay subscribed forever. */
  private synchronized void begin() {
    // Random, so that the clients of a replica that ends do not all reconnect at the same time.
    send(retry(1000));
    if (!ended && !feed.add(this)) {
      end();
    }
  }

  private static EncodedChange retry(int millis) {
    return EncodedChange.note("retry: " + (millis + ThreadLocalRandom.current().nextInt(millis)));
  }

  @Override
  public long position() {
    return position;
  }

  @Override
  public synchronized boolean hasRoom() {
    return pendingBytes < MAX_PENDING;
  }

  @Override
  public synchronized long stuckNanos() {
    return isAllSent() ? 0 : Math.max(1, System.nanoTime() - progressAt);
  }

  private boolean isAllSent() {
    return pending.isEmpty() && sending == null;
  }

  /** Queues all events before writing, because a write costs more than its content. */
  @Override
  public synchronized void onEvents(List<EncodedChange> events) {
    for (EncodedChange event : events) {
      queue(event);
      position = event.revision();
    }
    drain();
  }

  /** Not needed if events are queued. */
  @Override
  public synchronized void heartbeat() {
    if (isAllSent()) {
      send(HEARTBEAT);
    }
  }

  @Override
  public synchronized void end() {
    send(retry(250));
    finish();
  }

  private void send(EncodedChange event) {
    queue(event);
    drain();
  }

  private void queue(EncodedChange event) {
    if (ended) {
      return;
    }
    if (isAllSent()) {
      progressAt = System.nanoTime();
    }
    event.hold();
    pending.add(event);
    pendingBytes += event.text().length;
  }

  @Override
  public synchronized void onWritePossible() {
    drain();
  }

  /** Writes as much as possible without blocking; Jetty calls again when more is possible. */
  private synchronized void drain() {
    try {
      while (!ended && out.isReady()) {
        completeWrite();
        sending = pending.poll();
        if (sending != null) {
          mustFlush = true;
          out.write(sending.text());
        } else if (mustFlush) {
          mustFlush = false;
          out.flush();
        } else {
          return;
        }
      }
    } catch (IOException | IllegalStateException disconnected) {
      finish();
    }
  }

  private void completeWrite() {
    if (sending != null) {
      pendingBytes -= sending.text().length;
      sending.release();
      sending = null;
      progressAt = System.nanoTime();
    }
  }

  private synchronized void finish() {
    if (!ended) {
      ended = true;
      boolean isIncomplete = !isAllSent();
      completeWrite();
      pending.forEach(EncodedChange::release);
      pending.clear();
      feed.remove(this);
      if (isIncomplete) {
        channel.abort(new EofException("the client does not read the stream"));
      }
      try {
        context.complete();
      } catch (IllegalStateException alreadyComplete) {
        // The client disconnected concurrently.
      }
    }
  }

  @Override
  public void onError(Throwable failure) {
    finish();
  }

  @Override
  public void onComplete(AsyncEvent event) {
    finish();
  }

  @Override
  public void onTimeout(AsyncEvent event) {
    finish();
  }

  @Override
  public void onError(AsyncEvent event) {
    finish();
  }

  @Override
  public void onStartAsync(AsyncEvent event) {}
}
