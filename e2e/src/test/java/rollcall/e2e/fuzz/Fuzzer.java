package rollcall.e2e.fuzz;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * One seed's connections, one after the other; each carries some requests and often a broken end.
 */
final class Fuzzer implements Runnable {
  private static final int LARGE = 16_384;
  private static final int REQUESTS = 20;
  private static final int PATIENCE_MILLIS = 60_000;
  private static final Set<String> READS = Set.of("GET", "get", "HEAD", "OPTIONS");

  private final long seed;
  private final long enough;
  private final InetSocketAddress open;
  private final InetSocketAddress closed;
  private final Account account;
  private final int number;

  /**
   * Prepares it.
   *
   * @param enough answers of all fuzzers together
   * @param open a server that lets everybody write
   * @param closed one that takes a proof
   */
  Fuzzer(
      long seed,
      int number,
      long enough,
      InetSocketAddress open,
      InetSocketAddress closed,
      Account account) {
    this.seed = seed;
    this.number = number;
    this.enough = enough;
    this.open = open;
    this.closed = closed;
    this.account = account;
  }

  @Override
  public void run() {
    Nasty nasty = new Nasty(new Random(seed + number));
    Requests requests = new Requests(nasty, number);
    Malformed malformed = new Malformed(nasty);
    // Both sides' buffers may be full: who only wrote would wait for ever.
    ExecutorService writer = Executors.newSingleThreadExecutor();
    for (int batch = 0; account.answered() < enough; batch++) {
      List<Sent> sent = requests.some(REQUESTS);
      byte[] end =
          switch (nasty.below(4)) {
            case 0 -> malformed.garbage();
            case 1 -> malformed.ambiguous();
            default -> new byte[0];
          };
      boolean isAmbiguous =
          new String(end, StandardCharsets.ISO_8859_1).endsWith(Malformed.SMUGGLED);
      boolean toClosed = nasty.oneIn(10);
      String where = "seed " + seed + ", fuzzer " + number + ", batch " + batch;
      try (Socket socket = connect(toClosed ? closed : open, batch)) {
        writer.execute(() -> write(socket, sent, end));
        Answers answers = new Answers(socket.getInputStream());
        if (all(answers, sent, toClosed, where) && end.length > 0) {
          last(answers, end, isAmbiguous, where);
        }
      } catch (IOException e) {
        // Who hangs up on what it didn't read resets the connection (RFC 9112, 9.6), and answers
        // get
        // lost with it, the one that announced the end among them.
        if (!"Connection reset".equals(e.getMessage())) {
          account.fault(e.toString(), where);
        }
      }
    }
    writer.shutdownNow();
  }

  /** From many addresses: so many connections in so little time would use up one's ports. */
  private Socket connect(InetSocketAddress server, int batch) throws IOException {
    Socket socket = new Socket();
    socket.bind(new InetSocketAddress(InetAddress.getByName("127.0.1." + (1 + batch % 250)), 0));
    socket.setSoTimeout(PATIENCE_MILLIS);
    socket.connect(server);
    return socket;
  }

  private static void write(Socket socket, List<Sent> sent, byte[] end) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (Sent request : sent) {
      bytes.writeBytes(request.bytes());
    }
    bytes.writeBytes(end);
    try {
      socket.getOutputStream().write(bytes.toByteArray());
      socket.shutdownOutput();
    } catch (IOException cutOff) {
      // What the server answered before is read all the same.
    }
  }

  /** False if the connection ended before the last was answered. */
  private boolean all(Answers answers, List<Sent> sent, boolean isClosed, String where)
      throws IOException {
    boolean isLast = false;
    Sent before = sent.get(0);
    for (Sent request : sent) {
      Supplier<String> here = () -> where + ": " + request.shown();
      Answers.Answer answer = isLast ? null : answers.next(request.method());
      if (answer == null) {
        if (!isLast && !mayEndAfter(before)) {
          account.fault(
              "the connection ended without an answer (see the request before)",
              here.get() + "\n" + before.shown());
        }
        return false;
      }
      isLast = answer.isLast();
      account.add(answer, request.method(), here);
      if (answer.body() != null && !request.expect().test(answer.status(), answer.body())) {
        account.fault(
            "not as it was sent (see the request before): " + answer,
            here.get() + "\n" + before.shown());
      }
      boolean isWrite = !READS.contains(request.method());
      if (isClosed && isWrite && answer.status() < 300) {
        account.fault("let in without a proof: " + answer, here.get());
      }
      before = request;
    }
    return !isLast;
  }

  /**
   * Who refuses a large body before it is there need not wait for it (RFC 9112, 9.3); smaller ones
   * come in one piece with their heads.
   */
  private static boolean mayEndAfter(Sent request) {
    return request.bytes().length > LARGE;
  }

  /** The broken end may go unanswered, for the connection ends. */
  private void last(Answers answers, byte[] end, boolean isAmbiguous, String where)
      throws IOException {
    Supplier<String> here = () -> where + ": " + Sent.raw(end).shown();
    int count = 0;
    for (Answers.Answer answer = answers.next("GET");
        answer != null && answer.body() != null;
        answer = answer.isLast() ? null : answers.next("GET")) {
      count++;
      account.add(answer, "GET", here);
      if (isAmbiguous && (answer.status() < 400 || count > 1)) {
        account.fault("ambiguous, and yet answer " + count + " is " + answer, here.get());
      }
    }
  }
}
