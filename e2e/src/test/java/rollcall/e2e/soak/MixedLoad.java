package rollcall.e2e.soak;

import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.Collectors;
import rollcall.attestation.AgentKey;
import rollcall.attestation.Attestation;
import rollcall.attestation.Audience;
import rollcall.attestation.ContentDigest;
import rollcall.attestation.Signer;

/**
 * A mixed load: reports and agents' lists, signed; variables, with a token; reads of all kinds; and
 * watchers of the change feed who come and go. Containers come and go, too, so that pruning has
 * work.
 */
final class MixedLoad {
  private static final int THREADS = 16;
  private static final int WATCHERS = 8;
  private static final int NODES = 20;
  private static final int CONTAINERS = 30;
  private static final int NAMES = 300;

  private static final String[] READS = {
    "/api/containers?limit=100",
    "/api/containers?limit=50&state=running&label=app%3Dsoak",
    "/api/containers/name-%d",
    "/api/containers/name-%d/history",
    "/api/containers/name-%d/reports?limit=50",
    "/api/nodes",
    "/api/vars",
    "/api/vars/v%d/history",
    "/api/changes?since=%d",
    "/api/requests?limit=25",
    "/api/placements?limit=50",
    "/api/status",
    "/metrics",
    "/requests",
    "/healthcheck",
    "/",
  };

  private static final HttpClient HTTP =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();

  private final List<URI> servers;
  private final String token;
  private final Signer signer;
  private final double rate;
  private final Duration length;
  private final long end;
  private final List<Thread> threads = new ArrayList<>();
  private final Node[] nodes = new Node[NODES];
  private final AtomicLong revision = new AtomicLong();
  private final AtomicLong requests = new AtomicLong();
  private final AtomicLong failed = new AtomicLong();
  private final Map<String, AtomicLong> failures = new ConcurrentHashMap<>();

  /** Answers by milliseconds. */
  private final AtomicLongArray millis = new AtomicLongArray(60_001);

  /**
   * Prepares it; its time begins now.
   *
   * @param servers their URLs
   * @param key the agents'
   * @param token an operator's
   * @param rate requests a second; 0 is as fast as it goes
   */
  MixedLoad(List<String> servers, String key, String token, double rate, Duration length) {
    this.servers = servers.stream().map(URI::create).toList();
    this.token = token;
    this.signer = new Signer(AgentKey.of("key", key), Clock.systemUTC());
    this.rate = rate;
    this.length = length;
    this.end = System.nanoTime() + length.toNanos();
    Arrays.setAll(nodes, Node::new);
  }

  private static int random(int bound) {
    return ThreadLocalRandom.current().nextInt(bound);
  }

  private URI server() {
    return servers.get(random(servers.size()));
  }

  /** An agent with its containers. */
  private final class Node {
    private final String name;
    private final List<String> ids = new ArrayList<>();
    private String digest = "none";

    Node(int number) {
      name = "node-" + number;
      while (ids.size() < CONTAINERS) {
        ids.add(newId());
      }
    }

    private String newId() {
      byte[] bytes = new byte[32];
      ThreadLocalRandom.current().nextBytes(bytes);
      return HexFormat.of().formatHex(bytes);
    }

    /** One container is another than the last time. */
    synchronized void list() throws IOException, InterruptedException {
      ids.set(random(CONTAINERS), newId());
      String next = newId();
      Instant now = Instant.now();
      String containers =
          ids.stream().map(id -> report(id, name, now)).collect(Collectors.joining(","));
      String body =
          "{\"timestamp\":\"%s\",\"agent_version\":\"0.1.0\",\"digest\":\"%s\",\"containers\":[%s]}"
              .formatted(now, next, containers);
      if (send("PUT", "/api/nodes/" + name + "/containers", body, statement(Audience.LIST, body))
          == 200) {
        digest = next;
      }
    }

    synchronized void heartbeat() throws IOException, InterruptedException {
      String usage =
          ids.stream()
              .map(
                  id ->
                      "\"%s\":{\"memory_usage\":%d,\"cpu_usage\":0.01}".formatted(id, random(500)))
              .collect(Collectors.joining(","));
      String body =
          "{\"timestamp\":\"%s\",\"digest\":\"%s\",\"usage\":{%s}}"
              .formatted(Instant.now(), digest, usage);
      send("POST", "/api/nodes/" + name + "/heartbeat", body, statement(Audience.HEARTBEAT, body));
    }

    private String[] statement(Audience purpose, String body) {
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      return new String[] {
        "X-Rollcall-Statement", signer.sign(Attestation.ofNode(name, purpose, bytes))
      };
    }
  }

  private static String report(String id, String node, Instant time) {
    return ("{\"id\":\"%s\",\"name\":\"on-%s-%.12s\",\"image\":\"nginx:1\",\"timestamp\":\"%s\",\"node\":\"%s\","
            + "\"memory_usage\":%d,\"cpu_usage\":0.01,\"state\":\"running\","
            + "\"labels\":{\"app\":\"soak\",\"com.docker.stack.namespace\":\"shop\"}}")
        .formatted(id, node, id, time, node, random(500));
  }

  private void post() throws IOException, InterruptedException {
    int number = random(NAMES);
    String id = "%064x".formatted(number);
    String node = "node-" + number % NODES;
    Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
    String body =
        report(id, node, now).replaceFirst("\"name\":\"[^\"]*", "\"name\":\"name-" + number);
    String digest = ContentDigest.digest(JsonParser.parseString(body));
    send(
        "POST",
        random(10) == 0 ? "/service" : "/api/reports",
        body,
        "X-Rollcall-Statement",
        signer.sign(new Attestation(node, id, Audience.REPORT, digest)));
  }

  private void variable() throws IOException, InterruptedException {
    String path = "/api/vars/v" + random(200);
    switch (random(10)) {
      case 0 -> send("DELETE", path, null, "Authorization", "Bearer " + token);
      case 1, 2, 3 -> send("GET", path, null);
      default ->
          send(
              "PUT",
              path,
              "{\"value\":\"%s\"}".formatted("x".repeat(random(2000))),
              "Authorization",
              "Bearer " + token,
              "Idempotency-Key",
              UUID.randomUUID().toString());
    }
  }

  private void one() throws IOException, InterruptedException {
    int dice = random(1000);
    if (dice < 350) {
      post();
    } else if (dice < 390) {
      nodes[random(NODES)].list();
    } else if (dice < 450) {
      nodes[random(NODES)].heartbeat();
    } else if (dice < 590) {
      variable();
    } else if (dice < 592) {
      send("GET", "/service", null);
    } else if (dice < 600) {
      send("GET", "/api/containers?limit=100&at=" + Instant.now().minusSeconds(5), null);
    } else {
      String path = READS[random(READS.length)];
      long number = path.contains("since") ? Math.max(0, revision.get() - 50) : random(200);
      String[] fresh =
          random(20) == 0 ? new String[] {"X-Rollcall-Connection", "close"} : new String[0];
      send("GET", path.replace("%d", Long.toString(number)), null, fresh);
    }
  }

  /** Returns the status; what no client of a healthy server should see counts as failed. */
  private int send(String method, String path, String body, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(server() + path))
            .timeout(Duration.ofSeconds(30))
            .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (body != null) {
      request.header("Content-Type", "application/json");
    }
    if (headers.length > 0) {
      request.headers(headers);
    }
    long start = System.nanoTime();
    HttpResponse<Void> answer = HTTP.send(request.build(), BodyHandlers.discarding());
    millis.incrementAndGet((int) Math.min(60_000, (System.nanoTime() - start) / 1_000_000));
    answer
        .headers()
        .firstValueAsLong("X-Rollcall-Revision")
        .ifPresent(r -> revision.accumulateAndGet(r, Math::max));
    requests.incrementAndGet();
    int status = answer.statusCode();
    // 404: a variable that is deleted, a container that isn't there yet; 409: a heartbeat before
    // its
    // first list (two agents of one node name don't exist here); 410: a pruned revision.
    if (status >= 300 && status != 404 && status != 409 && status != 410) {
      fail(status + " for " + method + " " + path.replaceAll("\\d+.*", ""));
    }
    return status;
  }

  private void fail(String why) {
    failed.incrementAndGet();
    failures.computeIfAbsent(why, w -> new AtomicLong()).incrementAndGet();
  }

  private void work(int worker) {
    long start = System.nanoTime();
    long pause = rate == 0 ? 0 : (long) (1e9 * THREADS / rate);
    long next = start + pause * worker / THREADS;
    while (System.nanoTime() < end) {
      try {
        long wait = next - System.nanoTime();
        if (wait > 0) {
          Thread.sleep(wait / 1_000_000, (int) (wait % 1_000_000));
        }
        next += pause;
        one();
      } catch (IOException e) {
        fail(e.toString());
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  /** Watches for up to 20 s, by a stream or a long poll, and hangs up whatever comes. */
  private void watch() {
    byte[] trash = new byte[8192];
    while (System.nanoTime() < end) {
      URI server = server();
      try (Socket socket = new Socket(server.getHost(), server.getPort())) {
        socket.setSoTimeout(500);
        boolean streams = random(3) > 0;
        String request =
            streams
                ? "GET /api/changes?since=%d HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n\r\n"
                : "GET /api/changes?since=%d&wait=5s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
        socket
            .getOutputStream()
            .write(request.formatted(revision.get()).getBytes(StandardCharsets.US_ASCII));
        InputStream in = socket.getInputStream();
        long until = System.nanoTime() + random(20_000) * 1_000_000L;
        while (System.nanoTime() < Math.min(until, end)) {
          try {
            if (in.read(trash) < 0) {
              break;
            }
          } catch (SocketTimeoutException quiet) {
            // nothing changed for a moment
          }
        }
      } catch (IOException e) {
        fail("a watcher: " + e);
      }
    }
  }

  private long hundredth() {
    long rest = Math.max(1, requests.get() / 100);
    for (int i = millis.length() - 1; i >= 0; i--) {
      rest -= millis.get(i);
      if (rest <= 0) {
        return i;
      }
    }
    return 0;
  }

  /** Starts it, as fast as it goes or at its rate. */
  void start() {
    for (int i = 0; i < THREADS; i++) {
      int worker = i;
      threads.add(new Thread(() -> work(worker), "load"));
    }
    for (int i = 0; i < WATCHERS; i++) {
      threads.add(new Thread(this::watch, "watcher"));
    }
    for (Thread thread : threads) {
      thread.setDaemon(true);
      thread.start();
    }
  }

  /** Waits for its end, for so long at most; whether it has ended. */
  boolean endsWithin(Duration time) throws InterruptedException {
    long deadline = System.nanoTime() + time.toNanos();
    for (Thread thread : threads) {
      thread.join(Math.max(1, (deadline - System.nanoTime()) / 1_000_000));
      if (thread.isAlive()) {
        return false;
      }
    }
    return true;
  }

  /** Requests a second. */
  double reached() {
    return requests.get() / (double) length.toSeconds();
  }

  /** How often what failed. */
  Map<String, AtomicLong> failures() {
    return failures;
  }

  @Override
  public String toString() {
    return "requests %d, per second %.0f, failed %d, slowest hundredth %d ms"
        .formatted(requests.get(), reached(), failed.get(), hundredth());
  }
}
