package rollcall.server.http.exchange;

import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import javax.servlet.http.HttpServletResponse;
import rollcall.api.Paths;
import rollcall.api.Problem;
import rollcall.api.json.Json;

/** A route's response: status, media type, body, and headers beyond those of every response. */
public record ApiResponse(int status, String mediaType, String body, Map<String, String> headers) {
  private static final int CHUNK = 32 * 1024;
  private static final String JSON = "application/json";

  public static ApiResponse json(int status, String body, long revision) {
    return new ApiResponse(status, JSON, body, Map.of(Paths.REVISION, Long.toString(revision)));
  }

  public static ApiResponse json(int status, Object body, long revision) {
    return json(status, Json.write(body), revision);
  }

  /** Creates a response without a body (204). */
  public static ApiResponse empty(long revision) {
    return new ApiResponse(204, "", "", Map.of(Paths.REVISION, Long.toString(revision)));
  }

  static ApiResponse problem(Problem problem, Map<String, String> headers) {
    return new ApiResponse(problem.status(), Problem.MEDIA_TYPE, Json.write(problem), headers);
  }

  /** Writes the body in chunks, so that a large one is not in memory twice. */
  public void writeTo(HttpServletResponse response) throws IOException {
    if (body.length() <= CHUNK) {
      byte[] bytes = bytes();
      response.setContentLength(bytes.length);
      response.getOutputStream().write(bytes);
      return;
    }
    response.setContentLengthLong(length());
    Writer out = new OutputStreamWriter(response.getOutputStream(), StandardCharsets.UTF_8);
    for (int at = 0; at < body.length(); at += CHUNK) {
      out.write(body, at, Math.min(CHUNK, body.length() - at));
    }
    out.flush();
  }

  /** Returns the length of the body in UTF-8; an unpaired surrogate is encoded as one byte. */
  private long length() {
    long bytes = 0;
    for (int i = 0; i < body.length(); i++) {
      char c = body.charAt(i);
      if (Character.isHighSurrogate(c)
          && i + 1 < body.length()
          && Character.isLowSurrogate(body.charAt(i + 1))) {
        bytes += 4;
        i++;
      } else {
        bytes += c < 0x80 || Character.isSurrogate(c) ? 1 : c < 0x800 ? 2 : 3;
      }
    }
    return bytes;
  }

  public byte[] bytes() {
    return body.getBytes(StandardCharsets.UTF_8);
  }
}
