import com.google.gson.Gson;
import com.google.gson.JsonObject;
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
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/**
 * Reads, writes and deletes variables by several clients through several servers, and then checks
 * that what they saw is what one register a variable could have shown: each operation takes effect
 * at one moment between its call and its return. The check is Wing and Gong's search with Lowe's
 * memory of configurations ("Testing for linearizability", 2017), as in Porcupine.
 *
 * <p>usage: Linearizability CLIENTS KEYS OPERATIONS PAUSE_MILLIS URL... Prints "operations N, unknown
 * U, violations V, planted stale read caught|MISSED"; exit code 0 if V is 0 and it was caught.
 */
final class Linearizability {
  private static final Gson GSON = new Gson();
  private static final HttpClient HTTP =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
  private static final String ABSENT = "";

  /** What one client did with one variable. A value that was read, or is to be; absent is "". */
  private record Operation(String key, boolean isRead, String value, long call, long back) {}

  private final List<URI> servers;
  private final ConcurrentLinkedQueue<Operation> history = new ConcurrentLinkedQueue<>();
  private final AtomicInteger left;
  private final AtomicInteger unknown = new AtomicInteger();
  private final String run = Long.toString(System.nanoTime(), 36);

  private Linearizability(List<URI> servers, int operations) {
    this.servers = servers;
    this.left = new AtomicInteger(operations);
  }

  private void client(int client, int keys, long pause) {
    try {
      for (int n = left.getAndDecrement(); n > 0; n = left.getAndDecrement()) {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        String key = "linear-" + run + "-" + random.nextInt(keys);
        URI server = servers.get(random.nextInt(servers.size()));
        int kind = random.nextInt(10);
        if (kind < 5) {
          read(server, key);
        } else {
          write(server, key, kind == 9 ? ABSENT : "v" + n);
        }
        Thread.sleep(pause);
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
        String value = GSON.fromJson(answer.body(), JsonObject.class).get("value").getAsString();
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
    long back = Long.MAX_VALUE;
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
    if (back == Long.MAX_VALUE) {
      unknown.incrementAndGet();
    }
    history.add(new Operation(key, false, value, call, back));
  }

  private static HttpRequest.Builder request(URI server, String key) {
    return HttpRequest.newBuilder(server.resolve("/api/vars/" + key))
        .timeout(Duration.ofSeconds(20))
        .header("Content-Type", "application/json");
  }

  private static HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return HTTP.send(request.build(), BodyHandlers.ofString());
  }

  /** A call or a return in the order of time, in a list from which both are lifted together. */
  private static final class Node {
    final Operation operation;
    final int id;
    final Node match; // a call's return; null in a return
    Node previous;
    Node next;

    Node(Operation operation, int id, Node match) {
      this.operation = operation;
      this.id = id;
      this.match = match;
    }

    void lift() {
      remove();
      match.remove();
    }

    void unlift() {
      match.insert();
      insert();
    }

    private void remove() {
      previous.next = next;
      if (next != null) {
        next.previous = previous;
      }
    }

    private void insert() {
      previous.next = this;
      if (next != null) {
        next.previous = this;
      }
    }
  }

  private record Configuration(BitSet done, String value) {}

  /** Whether one register, absent at first, can have behaved so. */
  private static boolean isLinearizable(List<Operation> operations) {
    record Event(long time, Node node) {}
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < operations.size(); i++) {
      Operation operation = operations.get(i);
      Node back = new Node(operation, i, null);
      events.add(new Event(operation.call(), new Node(operation, i, back)));
      events.add(new Event(operation.back(), back));
    }
    events.sort(Comparator.comparingLong(Event::time));
    Node head = new Node(null, -1, null);
    Node last = head;
    for (Event event : events) {
      last.next = event.node();
      event.node().previous = last;
      last = event.node();
    }

    String value = ABSENT;
    BitSet done = new BitSet();
    Set<Configuration> seen = new HashSet<>();
    record Step(Node node, String before) {}
    Deque<Step> steps = new ArrayDeque<>();
    Node node = head.next;
    while (head.next != null) {
      if (node != null && node.match != null) {
        Operation operation = node.operation;
        boolean fits = !operation.isRead() || operation.value().equals(value);
        if (fits) {
          String after = operation.isRead() ? value : operation.value();
          BitSet with = (BitSet) done.clone();
          with.set(node.id);
          if (seen.add(new Configuration(with, after))) {
            steps.push(new Step(node, value));
            value = after;
            done = with;
            node.lift();
            node = head.next;
            continue;
          }
        }
        node = node.next;
      } else if (node != null && node.operation.back() == Long.MAX_VALUE) {
        return true; // only writes without an answer are left: they may have had no effect
      } else {
        if (steps.isEmpty()) {
          return false;
        }
        Step step = steps.pop();
        value = step.before();
        done = (BitSet) done.clone();
        done.clear(step.node().id);
        step.node().unlift();
        node = step.node().next;
      }
    }
    return true;
  }

  private static List<String> violations(Iterable<Operation> history) {
    List<Operation> all = new ArrayList<>();
    history.forEach(all::add);
    Map<String, List<Operation>> byKey =
        all.stream().collect(Collectors.groupingBy(Operation::key));
    return byKey.entrySet().stream()
        .filter(entry -> !isLinearizable(entry.getValue()))
        .map(Map.Entry::getKey)
        .toList();
  }

  /** The history with one read changed: to a value that another had replaced before it was asked for. */
  private static List<Operation> withStaleRead(Iterable<Operation> history) {
    List<Operation> all = new ArrayList<>();
    history.forEach(all::add);
    all.sort(Comparator.comparingLong(Operation::call));
    for (int i = all.size() - 1; i > 0; i--) {
      Operation read = all.get(i);
      if (!read.isRead()) {
        continue;
      }
      List<Operation> before =
          all.stream()
              .filter(o -> o.key().equals(read.key()) && !o.isRead() && o.back() < read.call())
              .filter(o -> !Objects.equals(o.value(), ABSENT))
              .toList();
      for (Operation old : before) {
        boolean isReplaced =
            before.stream().anyMatch(newer -> newer.call() > old.back())
                && all.stream()
                    .noneMatch(o -> o.key().equals(read.key()) && o.back() == Long.MAX_VALUE);
        if (isReplaced) {
          all.set(i, new Operation(read.key(), true, old.value(), read.call(), read.back()));
          return all;
        }
      }
    }
    return List.of();
  }

  public static void main(String[] args) throws Exception {
    List<URI> servers = Arrays.stream(args).skip(4).map(URI::create).toList();
    int operations = Integer.parseInt(args[2]);
    Linearizability test = new Linearizability(servers, operations);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < Integer.parseInt(args[0]); i++) {
      int client = i;
      threads.add(
          new Thread(
              () -> test.client(client, Integer.parseInt(args[1]), Long.parseLong(args[3]))));
    }
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }
    List<String> wrong = violations(test.history);
    List<Operation> stale = withStaleRead(test.history);
    boolean isCaught = !stale.isEmpty() && !violations(stale).isEmpty();
    System.out.printf(
        "operations %d, unknown %d, violations %d%s, planted stale read %s%n",
        operations,
        test.unknown.get(),
        wrong.size(),
        wrong.isEmpty() ? "" : " " + wrong,
        stale.isEmpty() ? "NOT PLANTED" : isCaught ? "caught" : "MISSED");
    System.exit(wrong.isEmpty() && isCaught ? 0 : 1);
  }
}
