package rollcall.server.http.routes;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import rollcall.api.Paths;
import rollcall.common.Durations;
import rollcall.common.InvalidException;
import rollcall.server.feed.Feed;
import rollcall.server.http.exchange.ApiResponse;
import rollcall.server.http.exchange.ProblemException;
import rollcall.server.http.exchange.QueryParameters;
import rollcall.server.http.routing.Router;
import rollcall.server.storage.ChangeFeed;
import rollcall.server.storage.change.ChangeEntry;
import spark.Request;
import spark.Response;

/** The change feed: read immediately, as a long poll, or as a stream of server-sent events. */
public final class ChangeRoutes {
  private static final int MAX_LIMIT = 500;

  /** Length after which a response ends; the client continues from its revision. */
  private static final int MAX_CHARACTERS = 64 * 1024;

  private static final Duration MAX_WAIT = Duration.ofSeconds(60);

  private final ChangeFeed changeFeed;
  private final Feed feed;

  public ChangeRoutes(ChangeFeed changeFeed, Feed feed) {
    this.changeFeed = changeFeed;
    this.feed = feed;
  }

  public void addTo(Router router) {
    router.on("GET", Paths.CHANGES, this::get);
  }

  private @Nullable ApiResponse get(Request request, Response response)
      throws IOException, InterruptedException {
    QueryParameters parameters = new QueryParameters(request, "since", "wait", "limit");
    String accept = request.headers("Accept");
    if (accept != null && accept.contains("text/event-stream")) {
      stream(request, since(request, parameters));
      return null;
    }
    return poll(parameters, since(request, parameters));
  }

  /** Prefers Last-Event-ID to the URL: a browser sends it when it reconnects. */
  private static long since(Request request, QueryParameters parameters) {
    String last = request.headers("Last-Event-ID");
    String text = last != null ? last : parameters.text("since");
    try {
      long since = text == null ? 0 : Long.parseLong(text);
      if (since >= 0) {
        return since;
      }
    } catch (NumberFormatException e) {
      // Reported below, like a negative number.
    }
    throw QueryParameters.invalid(
        last != null ? "Last-Event-ID" : "since", String.valueOf(text), "a revision, 0 or more");
  }

  private ApiResponse poll(QueryParameters parameters, long since) throws InterruptedException {
    int limit = parameters.integer("limit", MAX_LIMIT, MAX_LIMIT);
    Duration wait = wait(parameters.text("wait"));
    Page page = page(since, limit);
    if (page.count == 0 && !wait.isZero()) {
      if (!feed.await(since, wait)) {
        throw tooMany();
      }
      page = page(since, limit);
    }
    return ApiResponse.json(200, page.json(), Math.max(page.revision, changeFeed.revision()));
  }

  private static Duration wait(@Nullable String text) {
    if (text == null) {
      return Duration.ZERO;
    }
    try {
      Duration wait = Durations.parse(text);
      if (wait.compareTo(MAX_WAIT) <= 0) {
        return wait;
      }
    } catch (InvalidException e) {
      // Reported below, like a duration that is too long.
    }
    throw QueryParameters.invalid("wait", text, "a duration up to 60s, like 30s or 500ms");
  }

  private Page page(long since, int limit) {
    Page page = new Page(since);
    feed.read(since, change -> page.add(change) && page.count < limit);
    return page;
  }

  /** Builds the JSON of a {@link rollcall.api.history.ChangePage} from the entries' JSON. */
  private static final class Page {
    private final StringBuilder json = new StringBuilder(1024).append("{\"changes\":[");
    private int count;
    private long revision;

    Page(long since) {
      revision = since;
    }

    /** Adds a change; returns false if the page is then full. */
    boolean add(ChangeEntry change) {
      json.append(count++ == 0 ? "" : ",");
      change.writeTo(json);
      revision = change.revision();
      return json.length() < MAX_CHARACTERS;
    }

    String json() {
      return json.append("],\"revision\":").append(revision).append('}').toString();
    }
  }

  private void stream(Request request, long since) throws IOException {
    // Fails with a problem for a pruned revision; once the stream has begun it could not.
    changeFeed.after(since, 1);
    SseConnection.begin(
        org.eclipse.jetty.server.Request.getBaseRequest(request.raw()), feed, since);
  }

  private static ProblemException tooMany() {
    return new ProblemException(
        503,
        "Too many requests are waiting for changes.",
        "Retry after a few seconds, or on another connection.",
        Map.of("Retry-After", "5"));
  }
}
