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
 * what the client has not taken yet is kept, up to a bound, and beyond that it stays where it is in
 * the feed. A client that takes nothing is cut off; it comes back with Last-Event-ID.
 */
final class SseConnection implements Subscriber, WriteListener, AsyncListener {
  /** Bytes beyond which it takes no more for now. */
  private static final int MAX_PENDING = 64 * 1024;

  /** Jetty's buffer of an answer is kept as long as the answer: here for hours. */
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
   * Answers a request by the changes after a revision, for as long as the client and this replica
   * live.
   *
   * @throws IOException if the client has left
   */
  static void begin(Request request, Feed feed, long since) throws IOException {
    HttpServletResponse response = request.getResponse();
    response.setContentType("text/event-stream");
    response.setHeader("X-Accel-Buffering", "no"); // nginx would collect events
    response.setBufferSize(BUFFER);
    SseConnection stream = new SseConnection(request, feed, since);
    response.flushBuffer();
    stream.out.setWriteListener(stream);
    stream.begin();
  }

  /** The client may have left meanwhile: then it gets no place, or would keep it for ever. */
  private synchronized void begin() {
    // Clients of a replica that goes away must not all come back in the same moment.
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

  /** All of them in one write where they fit: to a thousand watchers that is what news costs. */
  @Override
  public synchronized void tell(List<EncodedChange> events) {
    for (EncodedChange event : events) {
      keep(event);
      position = event.revision();
    }
    drain();
  }

  /** What is on its way is a sign of life, too. */
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
    keep(event);
    drain();
  }

  private void keep(EncodedChange event) {
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

  /** As much as goes without blocking; Jetty calls again when more does. */
  private synchronized void drain() {
    try {
      while (!ended && out.isReady()) {
        sent();
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
    } catch (IOException | IllegalStateException gone) {
      finish();
    }
  }

  private void sent() {
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
      boolean isCutOff = !isAllSent();
      sent();
      pending.forEach(EncodedChange::release);
      pending.clear();
      feed.remove(this);
      if (isCutOff) {
        channel.abort(new EofException("the client does not read the stream"));
      }
      try {
        context.complete();
      } catch (IllegalStateException alreadyComplete) {
        // The client left in the same moment.
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
