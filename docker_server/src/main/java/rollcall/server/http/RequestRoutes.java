package rollcall.server.http;

import java.time.Instant;
import java.util.Map;
import rollcall.api.Paths;
import rollcall.api.Requests;
import rollcall.server.requests.RequestJournal;
import rollcall.server.storage.RequestLog;
import rollcall.server.storage.Storage;
import rollcall.server.storage.Versioned;
import spark.Request;
import spark.Response;

/** The request log, for programs and for people. Each answer's newest entry is its own request. */
final class RequestRoutes {
  private static final int LIMIT = 25;
  private static final int MAX_LIMIT = 1000;

  private final Storage storage;
  private final RequestJournal journal;
  private final Recorder recorder;

  RequestRoutes(Storage storage, RequestJournal journal, Recorder recorder) {
    this.storage = storage;
    this.journal = journal;
    this.recorder = recorder;
  }

  void addTo(Router router) {
    router.list(Paths.REQUESTS, this::list);
    router.on("GET", Paths.REQUESTS_PAGE, this::page);
  }

  private Answer list(Request request, Response response) {
    Parameters parameters = new Parameters(request, "limit");
    Requests requests = newest(request, parameters.integer("limit", LIMIT, MAX_LIMIT));
    return Answer.json(200, requests, requests.revision());
  }

  private Answer page(Request request, Response response) {
    new Parameters(request);
    Requests requests = newest(request, LIMIT);
    return new Answer(
        200,
        RequestPage.MEDIA_TYPE,
        RequestPage.of(requests),
        Map.of(
            Paths.REVISION,
            Long.toString(requests.revision()),
            "Content-Security-Policy",
            RequestPage.POLICY,
            "Referrer-Policy",
            "no-referrer"));
  }

  /** Up to the time of this request: others that come meanwhile must not push it out. */
  private Requests newest(Request request, int limit) {
    Instant time = recorder.answering(request.raw(), 200);
    Versioned<RequestLog> log = storage.requests(time, limit);
    return new Requests(
        log.value().newest(), log.value().answered(), journal.dropped(), log.revision());
  }
}
