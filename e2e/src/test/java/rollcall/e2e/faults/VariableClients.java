package rollcall.e2e.faults;

import static rollcall.e2e.faults.Operation.ABSENT;
import static rollcall.e2e.faults.Operation.NEVER;

import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import rollcall.api.Paths;

/** Read, write and delete variables through several servers, and note what they saw. */
final class VariableClients {
  private static final int KEYS = 8;
  private static final HttpClient HTTP =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

  private final List<URI> servers;
  private final ConcurrentLinkedQueue<Operation> history = new ConcurrentLinkedQueue<>();
  private final AtomicInteger left;
  private final AtomicInteger unknown = new AtomicInteger();
  private final String run = Long.toString(System.nanoTime(), 36);
  private final List<Thread> threads = new ArrayList<>();

  /**
   * Starts them.
   *
   * @param operations of all of them together, 20 ms after one another in each
   * @param servers their URLs
   */
  VariableClients(int count, int operations, List<String> servers) {
    this.servers = servers.stream().map(URI::create).toList();
    this.left = new AtomicInteger(operations);
    for (int i = 0; i < count; i++) {
      Thread thread = new Thread(this::run, "client");
      thread.setDaemon(true);
      thread.start();
      threads.add(thread);
    }
  }

  /** All that they saw, once they are done. */
  List<Operation> join() throws InterruptedException {
    for (Thread thread : threads) {
      thread.join();
    }
    return List.copyOf(history);
  }

  /** How many operations had no answer that tells. */
  int unknown() {
    return unknown.get();
  }

  private void run() {
    try {
      for (int n = left.getAndDecrement(); n > 0; n = left.getAndDecrement()) {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        String key = "linear-" + run + "-" + random.nextInt(KEYS);
        URI server = servers.get(random.nextInt(servers.size()));
        int kind = random.nextInt(10);
        if (kind < 5) {
          read(server, key);
        } else {
          write(server, key, kind == 9 ? ABSENT : "v" + n);
        }
        Thread.sleep(20);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A read without an answer says nothing. */
  private void read(URI server, String key) throws InterruptedException {
    long call = System.nanoTime();
    try {
      HttpResponse<String> answer = send(request(server, key).GET());
      long back = System.nanoTime();
      if (answer.statusCode() == 404) {
        history.add(new Operation(key, true, ABSENT, call, back));
      } else if (answer.statusCode() == 200) {
        String value =
            JsonParser.parseString(answer.body()).getAsJsonObject().get("value").getAsString();
        history.add(new Operation(key, true, value, call, back));
      }
    } catch (IOException noAnswer) {
      unknown.incrementAndGet();
    }
  }

  /** A write without an answer may take effect at any time after its call, or never. */
  private void write(URI server, String key, String value) throws InterruptedException {
    HttpRequest.Builder request = request(server, key);
    if (value.equals(ABSENT)) {
      request.DELETE();
    } else {
      request.PUT(BodyPublishers.ofString("{\"value\":\"" + value + "\"}"));
    }
    long call = System.nanoTime();
    long back = NEVER;
    try {
      int status = send(request).statusCode();
      if (status == 200 || status == 201 || (status == 404 && value.equals(ABSENT))) {
        back = System.nanoTime();
      }
    } catch (ConnectException | HttpConnectTimeoutException neverSent) {
      return;
    } catch (IOException noAnswer) {
      // counted below
    }
    if (back == NEVER) {
      unknown.incrementAndGet();
    }
    history.add(new Operation(key, false, value, call, back));
  }

  private static HttpRequest.Builder request(URI server, String key) {
    return HttpRequest.newBuilder(server.resolve(Paths.VARS + "/" + key))
        .timeout(Duration.ofSeconds(20))
        .header("Content-Type", "application/json");
  }

  private static HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return HTTP.send(request.build(), BodyHandlers.ofString());
  }
}
