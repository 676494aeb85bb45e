package rollcall.e2e.docker;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import okhttp3.ConnectionPool;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/** Requests for one URL, one after the other from each of some clients, and who answered them. */
final class Load {
  private static final Duration LIMIT = Duration.ofMinutes(10);

  private final Request request;
  private final AtomicLong left;
  private final Queue<Reply> replies = new ConcurrentLinkedQueue<>();
  private final List<Thread> clients = new ArrayList<>();

  /**
   * An answer.
   *
   * @param status 0 where none came
   * @param replica which gave it; where none came, why
   */
  record Reply(int status, String replica) {}

  private Load(Request request, long most) {
    this.request = request;
    this.left = new AtomicLong(most);
  }

  /** Sends {@code count} requests and returns when all are answered. */
  static List<Reply> send(String url, int count, int clients) {
    return start(url, count, clients).join();
  }

  /** The same, with a connection for each request. */
  static List<Reply> sendApart(String url, int count, int clients) {
    return startApart(url, count, clients).join();
  }

  /** Begins to send requests, each client on a connection that it keeps. */
  static Load start(String url, long most, int clients) {
    return new Load(new Request.Builder().url(url).build(), most).start(clients, 1);
  }

  /** Begins to send requests, each on a connection of its own. */
  static Load startApart(String url, long most, int clients) {
    Request request = new Request.Builder().url(url).header("Connection", "close").build();
    return new Load(request, most).start(clients, 0);
  }

  private Load start(int count, int kept) {
    for (int i = 0; i < count; i++) {
      OkHttpClient client =
          new OkHttpClient.Builder()
              .connectionPool(new ConnectionPool(kept, 1, TimeUnit.MINUTES))
              .callTimeout(Duration.ofSeconds(60))
              .readTimeout(Duration.ZERO)
              .proxy(Proxy.NO_PROXY)
              .build();
      Thread thread = new Thread(() -> run(client), "load");
      thread.setDaemon(true);
      thread.start();
      clients.add(thread);
    }
    return this;
  }

  private void run(OkHttpClient client) {
    while (left.getAndDecrement() > 0) {
      replies.add(ask(client));
    }
    client.connectionPool().evictAll();
  }

  private Reply ask(OkHttpClient client) {
    try (Response response = client.newCall(request).execute()) {
      response.body().bytes();
      return new Reply(response.code(), response.header("X-Served-By", ""));
    } catch (IOException e) {
      return new Reply(0, e.toString());
    }
  }

  /** How many answers there are until now. */
  int answered() {
    return replies.size();
  }

  /** Whether one was answered by a replica whose name ends so. */
  boolean wereAnsweredBy(String end) {
    return replies.stream().anyMatch(reply -> reply.replica().endsWith(end));
  }

  /** Sends no more; all answers. */
  List<Reply> stop() {
    left.set(0);
    return join();
  }

  /** Waits for the last answer; all answers. */
  List<Reply> join() {
    try {
      for (Thread client : clients) {
        client.join(LIMIT.toMillis());
        assertThat(client.isAlive()).as("under way after %s", LIMIT).isFalse();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
    return List.copyOf(replies);
  }

  /** How many requests each replica answered; fails where one was not answered with 200. */
  static Map<String, Long> byReplica(List<Reply> replies) {
    assertThat(replies.stream().filter(reply -> reply.status() != 200).distinct())
        .as("answers but 200 among %d", replies.size())
        .isEmpty();
    return replies.stream().collect(groupingBy(Reply::replica, TreeMap::new, counting()));
  }
}
