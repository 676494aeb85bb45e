import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * Sends what clients should not, beside a good client that must not notice.
 *
 * <p>usage: Fuzz SEED REQUESTS CONNECTIONS OPEN_PORT CLOSED_PORT ; the ports of two servers of one
 * database: one that lets everybody write, and one that takes a proof. Prints one line, and on
 * standard error what went wrong.
 */
final class Fuzz {
  private static final int FUZZERS = 8;
  private static final int MOST_MILLIS = 10_000;

  private Fuzz() {}

  public static void main(String[] args) throws Exception {
    long seed = Long.parseLong(args[0]);
    long enough = Long.parseLong(args[1]);
    int connections = Integer.parseInt(args[2]);
    InetSocketAddress open = new InetSocketAddress("127.0.0.1", Integer.parseInt(args[3]));
    InetSocketAddress closed = new InetSocketAddress("127.0.0.1", Integer.parseInt(args[4]));
    Account account = new Account();
    GoodClient good = new GoodClient(open, account, MOST_MILLIS);
    good.start();

    List<Thread> fuzzers = new ArrayList<>();
    for (int i = 0; i < FUZZERS; i++) {
      fuzzers.add(new Thread(new Fuzzer(seed, i, enough, open, closed, account)));
    }
    fuzzers.forEach(Thread::start);
    for (Thread fuzzer : fuzzers) {
      fuzzer.join();
    }

    Crowd crowd = new Crowd(open);
    int seconds = enough < 100_000 ? 5 : 30;
    int givenUp = crowd.slow(300, 64, seconds);
    long most = 0;
    for (int i = 0; i < 10; i++) {
      most = Math.max(most, crowd.large(i));
    }
    int[] many = crowd.many(connections, 20);
    good.end();
    System.out.printf(
        "%d answers %s, %d wrong; 364 slow clients for %d s (%d given up); bodies of 100 MB refused"
            + " after at most %.1f MB; of %d connections at once %d opened, %d of %d who asked"
            + " answered; a good client's %d requests all answered, the slowest after %d ms%n",
        account.answered(),
        account.statuses(),
        account.wrong(),
        seconds,
        givenUp,
        most / 1e6,
        connections,
        many[0],
        many[1],
        (connections + 1) / 2,
        good.served(),
        good.slowest());
    System.exit(account.wrong() == 0 ? 0 : 1);
  }
}
