package rollcall.e2e.fuzz;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Does what it may, ten times a second, from an address of its own; each of its requests must be
 * answered, and soon. One connection is kept, others are fresh.
 */
final class GoodClient implements Runnable {
  private final InetSocketAddress server;
  private final Account account;
  private final long mostMillis;
  private volatile boolean enough;
  private final AtomicLong served = new AtomicLong();
  private final AtomicLong slowest = new AtomicLong();
  private final Thread thread = new Thread(this, "good client");

  GoodClient(InetSocketAddress server, Account account, long mostMillis) {
    this.server = server;
    this.account = account;
    this.mostMillis = mostMillis;
  }

  long served() {
    return served.get();
  }

  /** Milliseconds. */
  long slowest() {
    return slowest.get();
  }

  void start() {
    thread.setDaemon(true);
    thread.start();
  }

  void end() throws InterruptedException {
    enough = true;
    thread.join();
  }

  @Override
  public void run() {
    try (Socket kept = connect()) {
      Answers keptAnswers = new Answers(kept.getInputStream());
      for (long i = 0; !enough; i++) {
        String value = "value " + i;
        ask(kept, keptAnswers, "PUT", "{\"value\":\"" + value + "\"}", value);
        ask(kept, keptAnswers, "GET", "", value);
        try (Socket fresh = connect()) {
          ask(fresh, new Answers(fresh.getInputStream()), "GET", "", value);
        }
        Thread.sleep(100);
      }
    } catch (IOException e) {
      account.fault("the good client: " + e, "after " + served() + " requests");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Socket connect() throws IOException {
    long start = System.nanoTime();
    Socket socket = new Socket();
    socket.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.2"), 0));
    socket.setSoTimeout((int) (2 * mostMillis));
    socket.connect(server);
    note(start, "a connection");
    return socket;
  }

  private void ask(Socket socket, Answers answers, String method, String body, String value)
      throws IOException {
    long start = System.nanoTime();
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    Sent request = Sent.of(method, "/api/vars/good", "Content-Type: application/json\r\n", bytes);
    socket.getOutputStream().write(request.bytes());
    Answers.Answer answer = answers.next(method);
    note(start, method);
    if (answer == null || answer.status() >= 300 || !answer.body().contains(value)) {
      throw new IOException("got " + answer + " to " + request.shown());
    }
    served.incrementAndGet();
  }

  private void note(long start, String what) {
    long millis = (System.nanoTime() - start) / 1_000_000;
    slowest.accumulateAndGet(millis, Math::max);
    if (millis > mostMillis) {
      account.fault("the good client waited " + millis + " ms for " + what, "request " + served());
    }
  }
}
