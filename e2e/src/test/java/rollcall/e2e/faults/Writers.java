package rollcall.e2e.faults;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.Gson;
import com.google.gson.stream.JsonReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import rollcall.api.Paths;
import rollcall.api.container.Report;
import rollcall.api.json.Json;

/**
 * Post reports to servers that come and go, and keep account. Each posts one report after the other
 * to any of the servers; one that isn't acknowledged is sent again, elsewhere, until it is. Each
 * acknowledged one must be stored, and none twice.
 */
final class Writers implements AutoCloseable {
  private static final Instant START = Instant.parse("2026-11-01T00:00:00Z");
  private static final HttpClient HTTP =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

  private final List<URI> servers;
  private final Duration pause;
  private final List<Thread> threads = new ArrayList<>();

  /** As {@code /service} shows them: id and timestamp. */
  private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();

  private final AtomicLong again = new AtomicLong();
  private final Object change = new Object();
  private boolean held;
  private boolean enough;

  /**
   * What became of the writes.
   *
   * @param acknowledged how many were
   * @param again how often one was sent once more
   * @param lost acknowledged ones that a server does not have
   * @param doubled those that one has twice
   */
  record Account(long acknowledged, long again, long lost, long doubled) {
    boolean isClean() {
      return acknowledged > 0 && lost == 0 && doubled == 0;
    }

    @Override
    public String toString() {
      return "acknowledged %d, sent again %d, lost %d, doubled %d"
          .formatted(acknowledged, again, lost, doubled);
    }
  }

  /**
   * Starts them.
   *
   * @param pause of each after an acknowledged write
   * @param servers their URLs
   */
  Writers(int count, Duration pause, List<String> servers) {
    this.pause = pause;
    this.servers = servers.stream().map(URI::create).toList();
    for (int i = 0; i < count; i++) {
      String id = "w" + i;
      Thread thread = new Thread(() -> write(id), id);
      thread.setDaemon(true);
      thread.start();
      threads.add(thread);
    }
  }

  private void write(String id) {
    try {
      for (long i = 0; goesOn(); i++) {
        Instant time = START.plusMillis(i);
        while (!post(id, time)) {
          again.incrementAndGet();
          Thread.sleep(20);
          goesOn();
        }
        acknowledged.add(id + " " + time);
        Thread.sleep(pause.toMillis());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Stands still while they are held; false once it is enough. */
  private boolean goesOn() throws InterruptedException {
    synchronized (change) {
      while (held) {
        change.wait();
      }
      return !enough;
    }
  }

  private boolean post(String id, Instant time) throws InterruptedException {
    URI server = servers.get(ThreadLocalRandom.current().nextInt(servers.size()));
    HttpRequest request =
        HttpRequest.newBuilder(server.resolve(Paths.REPORTS))
            .timeout(Duration.ofSeconds(15))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(Json.write(Report.basic(id, id, "nginx", time, 1, 0))))
            .build();
    try {
      int status = HTTP.send(request, BodyHandlers.discarding()).statusCode();
      return status == 200 || status == 201;
    } catch (IOException e) {
      return false;
    }
  }

  /** How many were acknowledged until now. */
  int acknowledged() {
    return acknowledged.size();
  }

  /** They stand still, or no longer: where no server is, attempts only keep a processor busy. */
  void hold(boolean hold) {
    synchronized (change) {
      held = hold;
      change.notifyAll();
    }
  }

  /** What became of the writes until now, by what each server tells. */
  Account account() throws IOException, InterruptedException {
    Set<String> expected = Set.copyOf(acknowledged);
    long lost = 0;
    long doubled = 0;
    for (URI server : servers) {
      Map<String, Integer> stored = stored(server);
      lost += expected.stream().filter(one -> !stored.containsKey(one)).count();
      doubled += stored.values().stream().filter(times -> times > 1).count();
    }
    return new Account(expected.size(), again.get(), lost, doubled);
  }

  /** Each ends with its next acknowledged write; then the account. */
  Account stop() throws IOException, InterruptedException {
    synchronized (change) {
      enough = true;
      hold(false);
    }
    for (Thread thread : threads) {
      thread.join();
    }
    return account();
  }

  /** How often each is stored, as the server at {@code uri} tells. */
  private static Map<String, Integer> stored(URI uri) throws IOException, InterruptedException {
    record Stored(String id, String timestamp) {}
    Map<String, Integer> times = new HashMap<>();
    HttpRequest all =
        HttpRequest.newBuilder(uri.resolve(Paths.SERVICE)).timeout(Duration.ofMinutes(2)).build();
    Gson gson = new Gson();
    try (JsonReader in =
        new JsonReader(
            new InputStreamReader(HTTP.send(all, BodyHandlers.ofInputStream()).body(), UTF_8))) {
      in.beginArray();
      while (in.hasNext()) {
        Stored one = gson.fromJson(in, Stored.class);
        times.merge(one.id() + " " + one.timestamp(), 1, Integer::sum);
      }
    }
    return times;
  }

  /** They end at once. */
  @Override
  public void close() {
    threads.forEach(Thread::interrupt);
  }
}
