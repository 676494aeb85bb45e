package rollcall.agent.docker.event;

import com.github.dockerjava.transport.DockerHttpClient;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import rollcall.agent.docker.EngineAnswerException;
import rollcall.agent.docker.EngineSession;
import rollcall.api.json.Json;

/** Reads an engine's event stream: one JSON object per line. */
final class EventReader {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  // Events include the container's labels.
  private static final int MAX_LINE_LENGTH = 1024 * 1024;

  private EventReader() {}

  /**
   * Follows the container events until the stream ends or breaks.
   *
   * @param since in ns since 1970
   * @param onSubscribed called when the engine has accepted the subscription
   */
  static void follow(
      EngineSession session, long since, Runnable onSubscribed, Consumer<ContainerEvent> listener) {
    String filters =
        Json.write(
            Map.of("type", List.of("container"), "event", ContainerEvent.subscribedActions()));
    String path =
        "/events?filters="
            + URLEncoder.encode(filters, StandardCharsets.UTF_8)
            + String.format(Locale.ROOT, "&since=%d.%09d", since / SECOND, since % SECOND);
    try (DockerHttpClient.Response response = session.open(path);
        BufferedReader text =
            new BufferedReader(new InputStreamReader(response.getBody(), StandardCharsets.UTF_8))) {
      onSubscribed.run();
      read(text, listener);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void read(BufferedReader text, Consumer<ContainerEvent> listener)
      throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = text.read(); next >= 0; next = text.read()) {
      if (next != '\n') {
        if (line.length() == MAX_LINE_LENGTH) {
          throw new EngineAnswerException(200, "an event is longer than a MiB");
        }
        line.append((char) next);
      } else {
        ContainerEvent.parse(line.toString()).ifPresent(listener);
        line.setLength(0);
      }
    }
  }
}
