package rollcall.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import rollcall.api.container.Network;
import rollcall.api.container.Report;
import rollcall.api.container.State;
import rollcall.api.json.Json;
import rollcall.api.node.Heartbeat;
import rollcall.api.node.ListUpdate;
import rollcall.api.node.NodeReport;

/**
 * Plays a large swarm against servers that run already: agents with containers, a heartbeat each
 * every 10 s, and some containers replaced every second. Prints a table; simulate.sh starts the
 * servers and this.
 *
 * <p>Arguments: agents, containers an agent, changes a second, seconds, the database file, then
 * server URLs each followed by its process id.
 */
public final class Simulation {
  private static final int WORKERS = 32;
  private static final int LARGE_NODE = 1_000;
  private static final int EVENTS = 300;

  private final Random random = new Random(7);
  private final HttpClient client = HttpClient.newHttpClient();
  private final ExecutorService workers = Executors.newFixedThreadPool(WORKERS);
  private final Semaphore inFlight = new Semaphore(WORKERS * 4);
  private final AtomicInteger failed = new AtomicInteger();
  private final List<String> servers = new ArrayList<>();
  private final List<Long> processes = new ArrayList<>();
  private final List<List<Report>> nodes = new ArrayList<>();
  private final ConcurrentLinkedQueue<Long> latencies = new ConcurrentLinkedQueue<>();
  private int digest;

  private Simulation() {}

  public static void main(String[] args) throws Exception {
    Simulation simulation = new Simulation();
    for (int i = 5; i < args.length; i += 2) {
      simulation.servers.add(args[i]);
      simulation.processes.add(Long.valueOf(args[i + 1]));
    }
    simulation.run(
        Integer.parseInt(args[0]),
        Integer.parseInt(args[1]),
        Integer.parseInt(args[2]),
        Integer.parseInt(args[3]),
        Path.of(args[4]));
    System.exit(simulation.failed.get() == 0 ? 0 : 1);
  }

  private void run(int agents, int containers, int changes, int seconds, Path database)
      throws Exception {
    for (int node = 0; node < agents; node++) {
      nodes.add(new ArrayList<>());
      for (int i = 0; i < containers; i++) {
        nodes.get(node).add(container(node, i));
      }
    }
    System.out.printf(
        "%d agents with %d containers, %d changes a second, %d servers%n%n",
        agents, containers, changes, servers.size());
    System.out.printf("%-34s %9s %9s %9s %10s%n", "", "requests", "p50 ms", "p99 ms", "server CPU");

    phase("first lists", () -> listAll(agents));
    // The first thousands run in code that is still being compiled; a server runs for weeks.
    phase("heartbeats unpaced, to warm up", () -> beatUnpaced(agents, 20));
    phase("heartbeats unpaced", () -> beatUnpaced(agents, 20));
    idle(); // what paced heartbeats have to bear beside their own cost
    phase("heartbeats only, " + seconds + " s", () -> beat(agents, 0, seconds));
    long before = size(database);
    phase("heartbeats and churn, " + seconds + " s", () -> beat(agents, changes, seconds));
    long after = size(database);
    events(false);
    events(true);
    for (String filter :
        List.of(
            "",
            "&state=running",
            "&node=node500",
            "&service=service7",
            "&q=name-499-4",
            "&label=tier%3Dtier3",
            "&image=image-9")) {
      phase("GET /api/containers?limit=100" + filter, () -> query(filter));
    }
    if (after > 0) { // a file of this machine
      System.out.printf(
          "%ndatabase: %.1f MB, grew by %.2f MB in the churn: %.1f GB a day before pruning%n",
          after / 1e6, (after - before) / 1e6, (after - before) / 1e9 / seconds * 86_400);
    }
    System.out.printf("failed requests: %d%n", failed.get());
  }

  private void phase(String name, Task task) throws Exception {
    latencies.clear();
    double cpu = cpuSeconds();
    long start = System.nanoTime();
    task.run();
    inFlight.acquire(WORKERS * 4);
    inFlight.release(WORKERS * 4);
    double wall = (System.nanoTime() - start) / 1e9;
    cpu = cpuSeconds() - cpu;
    List<Long> sorted = latencies.stream().sorted().toList();
    System.out.printf(
        "%-34s %9d %9.2f %9.2f %9.1f%%   %.2f ms a request, %.0f requests/s%n",
        name,
        sorted.size(),
        sorted.get(sorted.size() / 2) / 1e6,
        sorted.get(sorted.size() * 99 / 100) / 1e6,
        cpu / wall * 100,
        cpu * 1000 / sorted.size(),
        sorted.size() / wall);
  }

  /** What the servers take for themselves; not for so long that nodes become stale. */
  private void idle() throws Exception {
    int seconds = 10;
    double cpu = cpuSeconds();
    Thread.sleep(seconds * 1000L);
    cpu = cpuSeconds() - cpu;
    System.out.printf(
        "%-34s %9d %9s %9s %9.1f%%%n",
        "no requests, " + seconds + " s", 0, "", "", cpu / seconds * 100);
  }

  private interface Task {
    void run() throws Exception;
  }

  private void listAll(int agents) {
    for (int node = 0; node < agents; node++) {
      submit(list(nodes.get(node)));
    }
  }

  /** Spreads the agents' heartbeats over 10 s, and the changes over each second. */
  private void beat(int agents, int changes, int seconds) throws InterruptedException {
    int perTick = agents / 100; // a tick is 100 ms
    int next = 0;
    double owed = 0;
    for (int tick = 0; tick < seconds * 10; tick++) {
      long tickEnd = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(100);
      for (int i = 0; i < perTick; i++) {
        submit(heartbeat(next++ % agents));
      }
      for (owed += changes / 10.0; owed >= 1; owed--) {
        int node = random.nextInt(agents);
        nodes.get(node).set(0, container(node, 1000 + digest++));
        submit(list(nodes.get(node)));
      }
      Thread.sleep(Math.max(0, (tickEnd - System.nanoTime()) / 1_000_000));
    }
  }

  private void beatUnpaced(int agents, int rounds) {
    for (int i = 0; i < agents * rounds; i++) {
      submit(heartbeat(i % agents));
    }
  }

  private void query(String filter) throws Exception {
    for (int i = 0; i < 100; i++) {
      String url = servers.get(i % servers.size()) + "/api/containers?limit=100" + filter;
      long start = System.nanoTime();
      HttpResponse<String> answer =
          client.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString());
      latencies.add(System.nanoTime() - start);
      if (answer.statusCode() != 200 || !answer.body().contains("\"id\"")) {
        failed.incrementAndGet();
      }
    }
  }

  private HttpRequest.Builder request(String path) {
    String server = servers.get(random.nextInt(servers.size()));
    return HttpRequest.newBuilder(URI.create(server + path))
        .timeout(Duration.ofSeconds(60))
        .header("Content-Type", "application/json");
  }

  private HttpRequest list(List<Report> node) {
    NodeReport report =
        new NodeReport(Instant.now(), "0.1.0", "29.0", null, node, List.of(), digest(node), null);
    return request("/api/nodes/" + node.get(0).node() + "/containers")
        .PUT(BodyPublishers.ofString(Json.write(report)))
        .build();
  }

  private HttpRequest heartbeat(int number) {
    List<Report> node = nodes.get(number);
    Map<String, Heartbeat.Usage> usage = new HashMap<>();
    node.forEach(
        container ->
            usage.put(
                container.id(),
                new Heartbeat.Usage(random.nextDouble() * 100, random.nextDouble())));
    Heartbeat heartbeat = new Heartbeat(Instant.now(), digest(node), usage);
    return request("/api/nodes/node" + number + "/heartbeat")
        .POST(BodyPublishers.ofString(Json.write(heartbeat)))
        .build();
  }

  private static String digest(List<Report> node) {
    return Integer.toHexString(node.get(0).id().hashCode());
  }

  /**
   * Plays events of one node with many containers, one after the other: an agent sends what changed
   * after each, and before it knew updates sent the whole list.
   */
  private void events(boolean asUpdates) throws Exception {
    int number = nodes.size() + (asUpdates ? 1 : 0);
    List<Report> node = new ArrayList<>();
    for (int i = 0; i < LARGE_NODE; i++) {
      node.add(container(number, i));
    }
    send(list(node));
    String name =
        "events of %,d containers, as %s".formatted(LARGE_NODE, asUpdates ? "updates" : "lists");
    long[] bytes = {0};
    Task play = () -> bytes[0] = playEvents(number, node, asUpdates);
    play.run(); // to warm up
    phase(name, play);
    System.out.printf("%-34s %9.0f bytes per event%n", "", bytes[0] / (double) EVENTS);
  }

  private long playEvents(int number, List<Report> node, boolean asUpdates)
      throws IOException, InterruptedException {
    long bytes = 0;
    for (int i = 0; i < EVENTS; i++) {
      String base = digest(node);
      // The first container changes each time, because the digest is made of its id.
      Report old = node.set(0, container(number, 2 * LARGE_NODE + digest++));
      HttpRequest request = asUpdates ? update(base, node, old) : list(node);
      bytes += request.bodyPublisher().orElseThrow().contentLength();
      long start = System.nanoTime();
      send(request);
      latencies.add(System.nanoTime() - start);
    }
    return bytes;
  }

  private void send(HttpRequest request) throws IOException, InterruptedException {
    if (client.send(request, BodyHandlers.discarding()).statusCode() >= 300) {
      failed.incrementAndGet();
    }
  }

  private HttpRequest update(String base, List<Report> node, Report removed) {
    ListUpdate update =
        new ListUpdate(
            base,
            new Heartbeat(Instant.now(), digest(node), Map.of()),
            List.of(node.get(0)),
            List.of(),
            List.of(removed.id()),
            null,
            null);
    return request("/api/nodes/" + node.get(0).node() + "/containers")
        .method("PATCH", BodyPublishers.ofString(Json.write(update)))
        .build();
  }

  private void submit(HttpRequest request) {
    inFlight.acquireUninterruptibly();
    workers.execute(
        () -> {
          long start = System.nanoTime();
          try {
            int status = client.send(request, BodyHandlers.discarding()).statusCode();
            latencies.add(System.nanoTime() - start);
            // 409: a heartbeat overtook its list, which an agent would not let happen.
            if (status >= 300 && status != 409) {
              failed.incrementAndGet();
            }
          } catch (IOException | InterruptedException noAnswer) {
            failed.incrementAndGet();
          } finally {
            inFlight.release();
          }
        });
  }

  private Report container(int node, int i) {
    String id = String.format("%08x%08x%048x", node * 1_000_003 + i, i, (long) node * i);
    Instant now = Instant.now();
    return Report.builder(id, "name-" + node + "-" + i, "image-" + i % 50 + ":1", now)
        .memoryUsage(50.0)
        .cpuUsage(0.1)
        .node("node" + node)
        .service("service" + i % 40)
        .task("task" + i)
        .slot(i % 40)
        .state(State.RUNNING)
        .restarts(0)
        .created(now)
        .started(now)
        .imageDigest("sha256:" + id)
        .networks(List.of(new Network("bridge", "172.17.0.2")))
        .labels(Map.of("tier", "tier" + i % 20, "com.example.owner", "team-" + node % 10))
        .build();
  }

  /** User and system time of the servers, from /proc. */
  private double cpuSeconds() throws IOException {
    long ticks = 0;
    for (long process : processes) {
      String stat = Files.readString(Path.of("/proc/" + process + "/stat"));
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      ticks += Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
    }
    return ticks / 100.0;
  }

  private static long size(Path database) {
    return Stream.of("", "-wal").mapToLong(end -> Path.of(database + end).toFile().length()).sum();
  }
}
