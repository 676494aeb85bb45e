package rollcall.agent.docker;

import com.github.dockerjava.transport.DockerHttpClient;
import com.google.gson.JsonElement;
import com.google.gson.JsonIOException;
import com.google.gson.JsonParseException;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.MalformedJsonException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import rollcall.api.json.Json;

/**
 * Sends requests to an engine through docker-java's transport. Responses are read as JSON trees,
 * because a single unexpected field makes a whole docker-java record unreadable.
 */
final class EngineHttp {
  private static final int MAX_MESSAGE_LENGTH = 2000;
  private static final Pattern MESSAGE =
      Pattern.compile("\"message\"\\s*:\\s*\"((?:[^\"\\\\]|\\\\.)*)\"");

  /** Parses a response. */
  public interface ResponseParser<T> {
    T parse(JsonReader json) throws IOException;
  }

  private final DockerHttpClient http;

  EngineHttp(DockerHttpClient http) {
    this.http = http;
  }

  /** Reads a whole response. */
  JsonElement get(String path) {
    return get(path, Json.gson().getAdapter(JsonElement.class)::read);
  }

  /**
   * Reads a response as a stream.
   *
   * @throws EngineAnswerException for an error response, invalid JSON or a truncated response
   */
  <T> T get(String path, ResponseParser<T> parser) {
    try (DockerHttpClient.Response response = open(path)) {
      return parser.parse(
          new JsonReader(new InputStreamReader(response.getBody(), StandardCharsets.UTF_8)));
    } catch (MalformedJsonException | EOFException e) {
      throw unreadable(path, e);
    } catch (JsonIOException e) {
      throw e.getCause() instanceof IOException io
          ? new UncheckedIOException(io)
          : unreadable(path, e);
    } catch (JsonParseException | IllegalStateException e) {
      if (ConnectionErrors.find(e).isPresent()) {
        throw e;
      }
      throw unreadable(path, e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends a request; the caller reads and closes the response. */
  DockerHttpClient.Response open(String path) throws IOException {
    DockerHttpClient.Response response =
        http.execute(
            DockerHttpClient.Request.builder()
                .method(DockerHttpClient.Request.Method.GET)
                .path(path)
                .build());
    if (response.getStatusCode() == 200) {
      return response;
    }
    try (response) {
      throw new EngineAnswerException(
          response.getStatusCode(),
          "it responds to GET "
              + shortPath(path)
              + " with "
              + response.getStatusCode()
              + errorMessage(response));
    }
  }

  private static String errorMessage(DockerHttpClient.Response response) throws IOException {
    InputStream body = response.getBody();
    String text = new String(body.readNBytes(MAX_MESSAGE_LENGTH), StandardCharsets.UTF_8);
    Matcher message = MESSAGE.matcher(text);
    String shown = (message.find() ? message.group(1) : text).replaceAll("\\s+", " ").strip();
    return shown.isEmpty()
        ? ""
        : ": " + (shown.length() > 300 ? shown.substring(0, 300) + "…" : shown);
  }

  private static RuntimeException unreadable(String path, Exception e) {
    if (Thread.currentThread().isInterrupted()) {
      return new UncheckedIOException(new ClosedByInterruptException()); // cancelled
    }
    return new EngineAnswerException(
        200, "its response to GET " + shortPath(path) + " cannot be read: " + e.getMessage());
  }

  private static String shortPath(String path) {
    return path.replaceFirst("^/v[0-9.]+/", "/").replaceFirst("\\?.*", "");
  }
}
