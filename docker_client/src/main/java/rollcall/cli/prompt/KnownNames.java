package rollcall.cli.prompt;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import rollcall.cli.terminal.TerminalText;

/**
 * Names that the server knows, for completion: fetched in the background and remembered for some
 * seconds, so that a slow server never holds up someone who types.
 */
final class KnownNames {
  private static final long FRESH_NANOS = Duration.ofSeconds(5).toNanos();
  private static final long TIMEOUT_MILLIS = 300;
  private static final int MAX_NAMES = 2000;

  private final Supplier<List<String>> server;
  private List<String> names = List.of();
  private long fetchedAt = System.nanoTime() - FRESH_NANOS;
  private @Nullable CompletableFuture<Void> fetching;

  KnownNames(Supplier<List<String>> server) {
    this.server = server;
  }

  /** The names as far as they are known within 0.3 s. */
  List<String> get() {
    try {
      refresh().get(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      // The older names, or none, are better than a prompt that hangs or complains.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    synchronized (this) {
      return names;
    }
  }

  /** Fetches them in good time, before anyone asks. */
  void prepare() {
    var unused = refresh();
  }

  /** Starts a fetch unless one is under way or the last is fresh. */
  private synchronized CompletableFuture<Void> refresh() {
    if (fetching != null && !fetching.isDone()) {
      return fetching;
    }
    if (System.nanoTime() - fetchedAt < FRESH_NANOS) {
      return CompletableFuture.completedFuture(null);
    }
    CompletableFuture<Void> started = CompletableFuture.runAsync(this::fetch, KnownNames::daemon);
    fetching = started;
    return started;
  }

  private void fetch() {
    List<String> fetched =
        server.get().stream()
            // Names that no terminal should see are not offered; they can still be typed.
            .filter(name -> TerminalText.of(name).equals(name))
            .limit(MAX_NAMES)
            .toList();
    synchronized (this) {
      names = fetched;
      fetchedAt = System.nanoTime();
    }
  }

  private static void daemon(Runnable task) {
    Thread thread = new Thread(task, "known-names");
    thread.setDaemon(true);
    thread.start();
  }
}
