package rollcall.server.http;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import javax.servlet.AsyncContext;
import javax.servlet.AsyncEvent;
import javax.servlet.AsyncListener;
import javax.servlet.ServletOutputStream;
import javax.servlet.WriteListener;
import rollcall.server.feed.Event;
import rollcall.server.feed.Feed;
import rollcall.server.feed.Watcher;

/**
 * One client's stream of server-sent events (HTML standard, section 9.2). It never blocks whoever
 * feeds it: what the client has not taken yet is kept, up to a bound; a client that lets it
 * overflow is cut off, and comes back with Last-Event-ID.
 */
final class EventStream implements Watcher, WriteListener, AsyncListener {
  private static final int MAX_PENDING = 1024 * 1024;
  private static final byte[] HEARTBEAT = ":\n\n".getBytes(StandardCharsets.US_ASCII);

  private final AsyncContext context;
  private final ServletOutputStream out;
  private final Feed feed;
  private final Deque<byte[]> pending = new ArrayDeque<>();
  private int pendingBytes;
  private boolean mustFlush;
  private boolean ended;
  private volatile long position;

  EventStream(AsyncContext context, Feed feed, long since) throws IOException {
    this.context = context;
    this.out = context.getResponse().getOutputStream();
    this.feed = feed;
    this.position = since;
    context.setTimeout(0);
    context.addListener(this);
    // Clients of a replica that goes away must not all come back in the same moment.
    send(retry(1000 + ThreadLocalRandom.current().nextInt(1000)));
  }

  private static byte[] retry(int millis) {
    return ("retry: " + millis + "\n\n").getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  public long position() {
    return position;
  }

  /** All of them in one write where they fit: to a thousand watchers that is what news costs. */
  @Override
  public synchronized void tell(List<Event> events) {
    for (Event event : events) {
      keep(event.text());
      position = event.revision();
    }
    drain();
  }

  @Override
  public synchronized void heartbeat() {
    send(HEARTBEAT);
  }

  @Override
  public synchronized void end() {
    send(retry(100 + ThreadLocalRandom.current().nextInt(400)));
    finish();
  }

  private synchronized void send(byte[] bytes) {
    keep(bytes);
    drain();
  }

  private void keep(byte[] bytes) {
    if (!ended) {
      pending.add(bytes);
      pendingBytes += bytes.length;
    }
  }

  @Override
  public synchronized void onWritePossible() {
    drain();
  }

  /** As much as goes without blocking; Jetty calls again when more does. */
  private synchronized void drain() {
    try {
      while (!ended && out.isReady()) {
        byte[] next = pending.poll();
        if (next != null) {
          pendingBytes -= next.length;
          mustFlush = true;
          out.write(next);
        } else if (mustFlush) {
          mustFlush = false;
          out.flush();
        } else {
          return;
        }
      }
      if (pendingBytes > MAX_PENDING) {
        finish();
      }
    } catch (IOException | IllegalStateException gone) {
      finish();
    }
  }

  private synchronized void finish() {
    if (!ended) {
      ended = true;
      pending.clear();
      feed.remove(this);
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
