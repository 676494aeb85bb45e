package rollcall.e2e.swarm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.ConnectionPool;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.awaitility.Awaitility;
import rollcall.e2e.machine.Machine;

/**
 * Reads at a steady pace, through both machines' ports, over new connections and over kept ones.
 * Paced, because a small machine would soon be busy with the load alone: an emulated processor
 * takes 20 ms a request.
 */
final class Load implements AutoCloseable {
  private static final Duration FRESH = pace("FRESH_PER_SECOND", 2);
  private static final Duration KEPT = pace("KEPT_PER_SECOND", 10);

  private final AtomicInteger answered = new AtomicInteger();
  private final Queue<String> failures = new ConcurrentLinkedQueue<>();
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean enough;

  private static Duration pace(String variable, int perSecond) {
    String set = System.getenv(variable);
    return Duration.ofSeconds(1).dividedBy(set == null ? perSecond : Integer.parseInt(set));
  }

  /** Starts it. */
  static Load start() {
    Load load = new Load();
    for (Machine machine : Swarm.NODES) {
      load.start("fresh-" + machine, machine, FRESH, new ConnectionPool(0, 1, TimeUnit.MINUTES));
      load.start("kept-" + machine, machine, KEPT, new ConnectionPool(1, 5, TimeUnit.MINUTES));
    }
    return load;
  }

  private void start(String name, Machine machine, Duration pace, ConnectionPool pool) {
    // It sends a request once more where a kept connection turns out to be closed, as curl and
    // browsers do.
    OkHttpClient client =
        new OkHttpClient.Builder()
            .connectionPool(pool)
            .callTimeout(Duration.ofSeconds(30))
            .readTimeout(Duration.ZERO)
            .proxy(java.net.Proxy.NO_PROXY)
            .build();
    Request request =
        new Request.Builder()
            .url("http://" + machine.address() + ":5001/api/containers?limit=5")
            .build();
    Thread thread = new Thread(() -> send(client, request, pace), name);
    thread.setDaemon(true);
    thread.start();
    threads.add(thread);
  }

  private void send(OkHttpClient client, Request request, Duration pace) {
    long next = System.nanoTime();
    while (!enough) {
      try (Response response = client.newCall(request).execute()) {
        response.body().bytes();
        if (response.code() == 200) {
          answered.incrementAndGet();
        } else {
          failures.add(Thread.currentThread().getName() + ": " + response.code());
        }
      } catch (IOException e) {
        failures.add(Thread.currentThread().getName() + ": " + e);
      }
      next += pace.toNanos();
      sleepUntil(next);
    }
  }

  private static void sleepUntil(long nanos) {
    try {
      TimeUnit.NANOSECONDS.sleep(nanos - System.nanoTime());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Goes on until so many requests were answered. */
  Load until(int requests) {
    Awaitility.await(requests + " answered requests")
        .atMost(Swarm.PATIENCE)
        .until(() -> answered.get() >= requests);
    return this;
  }

  /** Ends it; the test fails where more than {@code allowed} requests failed. */
  void stop(int allowed) {
    close();
    System.out.printf("load: %d requests answered, %d failed%n", answered.get(), failures.size());
    assertThat(failures).as("failed requests").hasSizeLessThanOrEqualTo(allowed);
  }

  @Override
  public void close() {
    enough = true;
    for (Thread thread : threads) {
      try {
        thread.join(40_000);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
