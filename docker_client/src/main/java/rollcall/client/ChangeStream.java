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
 * Reads the change feed: each revision once, in order. If the connection to a replica is lost, it
 * reconnects with Last-Event-ID until another replica answers.
 */
public final class ChangeStream implements AutoCloseable {
  // The server sends a heartbeat every 15 s.
  private static final Duration READ_TIMEOUT = Duration.ofSeconds(20);
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
    // Shares the connection pool and the dispatcher, so that cancel() covers it.
    this.client =
        clients.client(request.build().isHttps()).newBuilder().readTimeout(READ_TIMEOUT).build();
  }

  /**
   * Waits for the next change.
   *
   * @throws ProblemException with status 410 if the next changes were pruned or the server's
   *     database was replaced
   * @throws UnreachableException if the first connection fails
   * @throws CancelledException after {@link HttpClients#cancel()}
   */
  public ChangeEvent next() {
    while (true) {
      try {
        EventReader reader = events == null ? connect() : events;
        events = reader;
        ChangeEvent event = reader.next();
        if (event == null) {
          // A draining replica ends the stream between events: nothing is lost.
          pauseMillis = reader.retryMillis();
          pause();
        } else if (event.revision() > position) {
          position = event.revision();
          failures = 0;
          backoff.reset();
          return event;
        }
      } catch (IOException e) {
        handleFailure(e);
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
    boolean isChangeFeed =
        response.isSuccessful()
            && "text/event-stream".equals(mediaType(response))
            && Problems.isFromRollcall(endpoint.target(), response);
    if (isChangeFeed) {
      checkDatabase(response);
      wasConnected = true;
      clients.register(attempt);
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

  /** Revisions of two databases are not comparable; an import, for example, makes a new one. */
  private void checkDatabase(Response response) {
    String current = response.header(Paths.DATABASE);
    if (database != null && current != null && !current.equals(database)) {
      response.close();
      throw Problems.gone("The server's database was replaced.");
    }
    database = current == null ? database : current;
  }

  private static String mediaType(Response response) {
    return response.header("Content-Type", "").replaceFirst(";.*", "").strip();
  }

  private void handleFailure(IOException e) {
    if (Thread.interrupted() || clients.cancellations() != cancellations) {
      throw new CancelledException(e);
    }
    ClientException failure =
        e.getCause() instanceof ProblemException problem
            ? problem
            : new UnreachableException(endpoint, ErrorMessages.describe(e, READ_TIMEOUT), e);
    if (!wasConnected && failure instanceof UnreachableException) {
      throw failure;
    }
    // One failure may be a single replica's; the mesh routes to another.
    if (++failures == 2) {
      onLoss.accept(failure);
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
      clients.unregister(call);
      call = null;
    }
  }
}
