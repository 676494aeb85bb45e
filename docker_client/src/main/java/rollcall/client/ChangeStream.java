package rollcall.client;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Random;
import java.util.function.Consumer;
import okhttp3.Call;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;
import rollcall.api.Paths;
import rollcall.client.http.CancelledException;
import rollcall.client.http.ClientException;
import rollcall.client.http.Endpoint;
import rollcall.client.http.ErrorMessages;
import rollcall.client.http.HttpClients;
import rollcall.client.http.ProblemException;
import rollcall.client.http.Problems;
import rollcall.client.http.UnreachableException;
import rollcall.common.Backoff;

/**
 * The change feed, each revision once and in order. When a replica goes away it goes on with
 * another one, by Last-Event-ID, as long as it takes.
 */
public final class ChangeStream implements AutoCloseable {
  // The server's heartbeat comes every 15 s: silence for longer is a lost connection.
  private static final Duration SILENCE = Duration.ofSeconds(20);
  private static final long MAX_PAUSE_MILLIS = 5000;

  private final HttpClients clients;
  private final Endpoint endpoint;
  private final Consumer<ClientException> onLoss;
  private final OkHttpClient client;
  private final Request.Builder request;
  private @Nullable EventReader events;
  private @Nullable Call call;
  private final long cancellations;
  private boolean wasConnected;
  private @Nullable String database;
  private final Backoff backoff =
      new Backoff(Duration.ofMillis(200), Duration.ofMillis(MAX_PAUSE_MILLIS), new Random());
  private int failures;
  private long position;
  private long pauseMillis;

  ChangeStream(
      HttpClients clients,
      Endpoint endpoint,
      Request.Builder request,
      long since,
      Consumer<ClientException> onLoss) {
    this.clients = clients;
    this.endpoint = endpoint;
    this.request = request.header("Accept", "text/event-stream");
    this.position = since;
    this.onLoss = onLoss;
    this.cancellations = clients.cancellations();
    // Shares the connections, and what cancels them, with all others.
    this.client =
        clients.client(request.build().isHttps()).newBuilder().readTimeout(SILENCE).build();
  }

  /**
   * Waits for the next change.
   *
   * @throws ProblemException with status 410 when what follows is not kept any more, or the server
   *     has another database
   * @throws UnreachableException when there never was a connection
   * @throws CancelledException on demand
   */
  public ChangeEvent next() {
    while (true) {
      try {
        EventReader reader = events == null ? connect() : events;
        events = reader;
        ChangeEvent event = reader.next();
        if (event == null) {
          // A replica that drains says goodbye in this way: nothing is lost.
          pauseMillis = reader.retryMillis();
          pause();
        } else if (event.revision() > position) {
          position = event.revision();
          failures = 0;
          backoff.reset();
          return event;
        }
      } catch (IOException e) {
        lost(e);
      }
    }
  }

  private EventReader connect() throws IOException {
    clients.evictIdle();
    Call attempt =
        client.newCall(request.header("Last-Event-ID", String.valueOf(position)).build());
    Response response;
    try {
      response = attempt.execute();
    } catch (IOException e) {
      throw attempt.isCanceled() ? new InterruptedIOException("cancelled") : e;
    }
    boolean isOurs =
        response.isSuccessful()
            && "text/event-stream".equals(mediaType(response))
            && Problems.isOurs(endpoint.target(), response);
    if (isOurs) {
      checkDatabase(response);
      wasConnected = true;
      clients.opened(attempt);
      call = attempt;
      return new EventReader(response);
    }
    try (response) {
      String body = response.peekBody(64 * 1024).string();
      ProblemException problem =
          response.isSuccessful()
              ? Problems.unexpected(response, body)
              : Problems.of(response, body);
      if (response.code() >= 500) {
        throw new IOException(problem);
      }
      throw problem;
    }
  }

  /** Another database, as after an import, has other changes under the same revisions. */
  private void checkDatabase(Response response) {
    String now = response.header(Paths.DATABASE);
    if (database != null && now != null && !now.equals(database)) {
      response.close();
      throw Problems.gone("The server has another database than before.");
    }
    database = now == null ? database : now;
  }

  private static String mediaType(Response response) {
    return response.header("Content-Type", "").replaceFirst(";.*", "").strip();
  }

  private void lost(IOException e) {
    if (Thread.interrupted() || clients.cancellations() != cancellations) {
      throw new CancelledException(e);
    }
    ClientException why =
        e.getCause() instanceof ProblemException problem
            ? problem
            : new UnreachableException(endpoint, ErrorMessages.words(e, SILENCE), e);
    if (!wasConnected && why instanceof UnreachableException) {
      throw why;
    }
    // The first time may be a replica's sudden end; the mesh knows others.
    if (++failures == 2) {
      onLoss.accept(why);
    }
    pauseMillis = backoff.next().toMillis();
    pause();
  }

  private void pause() {
    close();
    try {
      Thread.sleep(Math.min(MAX_PAUSE_MILLIS, Math.max(0, pauseMillis)));
    } catch (InterruptedException e) {
      throw new CancelledException(e);
    }
  }

  @Override
  public void close() {
    if (events != null) {
      events.close();
      events = null;
    }
    if (call != null) {
      clients.closed(call);
      call = null;
    }
  }
}
