import com.google.gson.Gson;
import com.google.gson.stream.JsonReader;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Posts reports to servers that come and go, and keeps account. Each writer posts one report after
 * the other to any of the servers; one that isn't acknowledged is sent again, elsewhere, until it is.
 * At the end each acknowledged one must be stored, and none twice.
 *
 * <p>usage: Writers THREADS PAUSE_MILLIS STOP_FILE LEDGER URL... ; ends when STOP_FILE is there and
 * the servers answer. Each acknowledged one becomes a line of LEDGER at once: its id and timestamp as
 * {@code /service} shows them. Prints "acknowledged A, sent again B, lost C, doubled D".
 */
final class Writers {
  private static final HttpClient HTTP =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
  private static final Instant START = Instant.parse("2026-11-01T00:00:00Z");

  private final List<URI> servers;
  private final Path stop;
  private final OutputStream ledger;
  private final long pause;
  private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
  private final AtomicLong again = new AtomicLong();

  private Writers(List<URI> servers, Path stop, OutputStream ledger, long pause) {
    this.servers = servers;
    this.stop = stop;
    this.ledger = ledger;
    this.pause = pause;
  }

  private void write(int writer) {
    try {
      for (long i = 0; !Files.exists(stop); i++) {
        Instant time = START.plusMillis(i);
        while (!post(writer, time)) {
          again.incrementAndGet();
          Thread.sleep(20);
        }
        String one = "w" + writer + " " + time;
        acknowledged.add(one);
        ledger.write((one + "\n").getBytes(StandardCharsets.UTF_8)); // one system call: a whole line
        Thread.sleep(pause);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean post(int writer, Instant time) throws InterruptedException {
    URI server = servers.get(ThreadLocalRandom.current().nextInt(servers.size()));
    String report =
        "{\"id\":\"w%d\",\"image\":\"nginx\",\"name\":\"writer-%d\",\"timestamp\":\"%s\","
                .formatted(writer, writer, time)
            + "\"memory_usage\":1,\"cpu_usage\":0}";
    HttpRequest request =
        HttpRequest.newBuilder(server.resolve("/api/reports"))
            .timeout(Duration.ofSeconds(15))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(report))
            .build();
    try {
      int status = HTTP.send(request, BodyHandlers.discarding()).statusCode();
      return status == 200 || status == 201;
    } catch (IOException e) {
      return false;
    }
  }

  /** How often each is stored, as the server at {@code uri} tells. */
  private static Map<String, Integer> stored(URI uri) throws IOException, InterruptedException {
    record Stored(String id, String timestamp) {}
    Map<String, Integer> times = new HashMap<>();
    HttpRequest all = HttpRequest.newBuilder(uri.resolve("/service")).build();
    Gson gson = new Gson();
    try (JsonReader in =
        new JsonReader(
            new InputStreamReader(
                HTTP.send(all, BodyHandlers.ofInputStream()).body(), StandardCharsets.UTF_8))) {
      in.beginArray();
      while (in.hasNext()) {
        Stored one = gson.fromJson(in, Stored.class);
        times.merge(one.id() + " " + one.timestamp(), 1, Integer::sum);
      }
    }
    return times;
  }

  public static void main(String[] args) throws Exception {
    List<URI> servers = Arrays.stream(args).skip(4).map(URI::create).toList();
    OutputStream ledger = new FileOutputStream(args[3], true);
    Writers writers = new Writers(servers, Path.of(args[2]), ledger, Long.parseLong(args[1]));
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < Integer.parseInt(args[0]); i++) {
      int writer = i;
      threads.add(new Thread(() -> writers.write(writer)));
    }
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }
    long lost = 0;
    long doubled = 0;
    for (URI server : servers) { // each must tell the same
      Map<String, Integer> stored = stored(server);
      lost += writers.acknowledged.stream().filter(one -> !stored.containsKey(one)).count();
      doubled += stored.values().stream().filter(times -> times > 1).count();
    }
    System.out.printf(
        "acknowledged %d, sent again %d, lost %d, doubled %d%n",
        writers.acknowledged.size(), writers.again.get(), lost, doubled);
    System.exit(lost == 0 && doubled == 0 ? 0 : 1);
  }
}
