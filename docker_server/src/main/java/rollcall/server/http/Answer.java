package rollcall.server.http;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import rollcall.api.Json;
import rollcall.api.Paths;
import rollcall.api.Problem;

/** What a route answers: status, media type, body, and headers beyond those of every answer. */
record Answer(int status, String mediaType, String body, Map<String, String> headers) {
  private static final String JSON = "application/json";

  static Answer json(int status, String body, long revision) {
    return new Answer(status, JSON, body, Map.of(Paths.REVISION, Long.toString(revision)));
  }

  static Answer json(int status, Object body, long revision) {
    return json(status, Json.write(body), revision);
  }

  /** 204: done, and nothing to say. */
  static Answer empty(long revision) {
    return new Answer(204, "", "", Map.of(Paths.REVISION, Long.toString(revision)));
  }

  static Answer problem(Problem problem, Map<String, String> headers) {
    return new Answer(problem.status(), Problem.MEDIA_TYPE, Json.write(problem), headers);
  }

  byte[] bytes() {
    return body.getBytes(StandardCharsets.UTF_8);
  }
}
