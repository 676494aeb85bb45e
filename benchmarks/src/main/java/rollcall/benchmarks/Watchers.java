package rollcall.benchmarks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Watches the change feed by many connections while reports are posted, each with the time at which
 * it was sent. Prints one line: processor time of the server in percent of one core, the
 * deliveries' median and 99th percentile in milliseconds, and how many deliveries were missing.
 *
 * <p>usage: Watchers PORT SERVER_PID WATCHERS CHANGES_PER_SECOND SECONDS
 */
public final class Watchers {
  private static final byte[] MARK = "\"timestamp\":\"".getBytes(StandardCharsets.US_ASCII);
  private static final int TIME = 40;

  private final HttpClient http = HttpClient.newHttpClient();
  private final Selector selector = Selector.open();
  private final int port;
  private long[] delays = new long[1 << 16];
  private int deliveries;

  private Watchers(int port) throws IOException {
    this.port = port;
  }

  /** One connection: how much of the mark was seen, and what followed it so far. */
  private static final class Stream {
    private final byte[] time = new byte[TIME];
    private int matched;
    private int length = -1;
  }

  private void connect(long since) throws IOException {
    SocketChannel channel =
        SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    String request =
        "GET /api/changes?since="
            + since
            + " HTTP/1.1\r\nHost: localhost\r\n"
            + "Accept: text/event-stream\r\n\r\n";
    channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
    channel.configureBlocking(false);
    channel.register(selector, SelectionKey.OP_READ, new Stream());
  }

  /** Reads until a time by the system's clock. */
  private void read(Instant until) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(64 * 1024);
    for (Instant now = Instant.now(); now.isBefore(until); now = Instant.now()) {
      selector.select(Math.max(1, ChronoUnit.MILLIS.between(now, until)));
      for (SelectionKey key : selector.selectedKeys()) {
        buffer.clear();
        if (((SocketChannel) key.channel()).read(buffer) < 0) {
          throw new IOException("the server ended a stream");
        }
        Instant arrival = Instant.now();
        buffer.flip();
        while (buffer.hasRemaining()) {
          next((Stream) key.attachment(), buffer.get(), arrival);
        }
      }
      selector.selectedKeys().clear();
    }
  }

  private void next(Stream stream, byte b, Instant arrival) {
    if (stream.length >= 0 && b != '"') {
      stream.time[stream.length++] = b;
    } else if (stream.length >= 0) {
      String time = new String(stream.time, 0, stream.length, StandardCharsets.US_ASCII);
      note(ChronoUnit.MICROS.between(Instant.parse(time), arrival));
      stream.length = -1;
    } else if (b != MARK[stream.matched]) {
      stream.matched = b == MARK[0] ? 1 : 0;
    } else if (++stream.matched == MARK.length) {
      stream.matched = 0;
      stream.length = 0;
    }
  }

  private void note(long micros) {
    if (deliveries == delays.length) {
      delays = Arrays.copyOf(delays, 2 * deliveries);
    }
    delays[deliveries++] = micros;
  }

  private static double cpuSeconds(String pid) throws IOException {
    String stat = Files.readString(Path.of("/proc", pid, "stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / 100.0;
  }

  /** Posts a report, with the time at which it is sent; returns whether it was stored. */
  private boolean post(int number) {
    String report =
        "{\"id\":\"w%d\",\"image\":\"nginx:1.27\",\"name\":\"web-w%d\",\"timestamp\":\"%s\","
                .formatted(number, number, Instant.now())
            + "\"memory_usage\":12.5,\"cpu_usage\":0.25}";
    HttpRequest request =
        HttpRequest.newBuilder(uri("/api/reports"))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(report))
            .build();
    try {
      return http.send(request, BodyHandlers.discarding()).statusCode() == 201;
    } catch (IOException | InterruptedException e) {
      System.err.println("not posted: " + e);
      return false;
    }
  }

  private long revision() throws IOException, InterruptedException {
    HttpRequest status = HttpRequest.newBuilder(uri("/api/status")).build();
    return http.send(status, BodyHandlers.discarding())
        .headers()
        .firstValueAsLong("X-Rollcall-Revision")
        .orElse(0);
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  private void run(String process, int watchers, int perSecond, int seconds)
      throws IOException, InterruptedException {
    long revision = revision();
    for (int i = 0; i < watchers; i++) {
      connect(revision);
    }
    read(Instant.now().plusSeconds(2));

    AtomicInteger posted = new AtomicInteger();
    ScheduledExecutorService poster = Executors.newSingleThreadScheduledExecutor();
    ScheduledFuture<?> posting =
        poster.scheduleAtFixedRate(
            () -> posted.addAndGet(post(posted.get() % 100) ? 1 : 0),
            0,
            1_000_000L / perSecond,
            TimeUnit.MICROSECONDS);
    read(Instant.now().plusSeconds(5)); // compilers warm up
    deliveries = 0;
    int before = posted.get();
    double cpu = cpuSeconds(process);
    Instant start = Instant.now();
    read(start.plusSeconds(seconds));
    double used = cpuSeconds(process) - cpu;
    posting.cancel(false);
    poster.shutdown();
    if (!poster.awaitTermination(5, TimeUnit.SECONDS)) {
      System.err.println("the last report is not answered");
    }
    int changes = posted.get() - before;
    read(Instant.now().plusSeconds(1));

    Arrays.sort(delays, 0, deliveries);
    System.out.printf(
        "%.1f %.1f %.1f %d%n",
        100 * used / seconds,
        delays[deliveries / 2] / 1e3,
        delays[(int) (deliveries * 0.99)] / 1e3,
        // Those on their way when the counting began were counted as well.
        Math.max(0, (long) watchers * changes - deliveries));
  }

  public static void main(String[] args) throws Exception {
    new Watchers(Integer.parseInt(args[0]))
        .run(
            args[1],
            Integer.parseInt(args[2]),
            Integer.parseInt(args[3]),
            Integer.parseInt(args[4]));
    System.exit(0);
  }
}
