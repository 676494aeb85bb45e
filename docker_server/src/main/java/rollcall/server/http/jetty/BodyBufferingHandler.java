package rollcall.server.http.jetty;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;
import javax.servlet.AsyncContext;
import javax.servlet.DispatcherType;
import javax.servlet.ReadListener;
import javax.servlet.ServletException;
import javax.servlet.ServletInputStream;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.handler.HandlerWrapper;
import rollcall.api.Bounds;
import rollcall.server.auth.Authenticator;
import rollcall.server.http.exchange.RequestBodies;

/**
 * Passes a request on when its whole body has arrived, so that no thread waits for a slow client: a
 * hundred of those would otherwise block all threads. A body of one packet is not delayed.
 */
public final class BodyBufferingHandler extends HandlerWrapper {
  /** Bytes of memory for incomplete bodies. Beyond it, each body is read by a blocking thread. */
  private static final long MEMORY = 4L * Bounds.BODY;

  private final Authenticator authenticator;
  private final AtomicLong reserved = new AtomicLong();

  public BodyBufferingHandler(Authenticator authenticator) {
    this.authenticator = authenticator;
  }

  @Override
  public void handle(
      String target, Request base, HttpServletRequest request, HttpServletResponse response)
      throws IOException, ServletException {
    int length = base.getContentLength();
    if (length > 0
        && length <= Bounds.BODY
        && base.getDispatcherType() == DispatcherType.REQUEST
        && base.getInputStream().available() < length
        && authenticator.mayWrite(base)
        && hasMemory(length)) {
      base.setHandled(true);
      AsyncContext context = base.startAsync();
      context.setTimeout(0); // the idle timeout and SlowClients end it
      base.getInputStream().setReadListener(new Reader(base, context, length));
    } else {
      super.handle(target, base, request, response);
    }
  }

  private boolean hasMemory(int length) {
    if (reserved.addAndGet(length) <= MEMORY) {
      return true;
    }
    reserved.addAndGet(-length);
    return false;
  }

  private final class Reader implements ReadListener {
    private final Request request;
    private final AsyncContext context;
    private final ServletInputStream in;
    private final byte[] body;
    private int read;

    Reader(Request request, AsyncContext context, int length) throws IOException {
      this.request = request;
      this.context = context;
      this.in = request.getInputStream();
      this.body = new byte[length];
    }

    @Override
    public void onDataAvailable() throws IOException {
      while (read < body.length && in.isReady() && !in.isFinished()) {
        read += Math.max(0, in.read(body, read, body.length - read));
      }
      if (read == body.length && in.isReady()) {
        in.read(); // the end of the input; else onAllDataRead is not called
      }
    }

    @Override
    public void onAllDataRead() {
      reserved.addAndGet(-body.length);
      request.setAttribute(RequestBodies.BODY, body);
      context.dispatch();
    }

    /** The client disconnected; the route's own read fails and makes the response. */
    @Override
    public void onError(Throwable failure) {
      reserved.addAndGet(-body.length);
      context.dispatch();
    }
  }
}
