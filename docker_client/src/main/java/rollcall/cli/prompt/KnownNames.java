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
 * The names of containers, services and so on, for completion. They are fetched in the background
 * and cached for 5 s, so that a slow server does not block the prompt.
 */
final class KnownNames {
  private static final long CACHE_NANOS = Duration.ofSeconds(5).toNanos();
  private static final long TIMEOUT_MILLIS = 300;
  private static final int MAX_NAMES = 2000;

  private final Supplier<List<String>> source;
  private List<String> names = List.of();
  private long fetchedAt = System.nanoTime() - CACHE_NANOS;
  private @Nullable CompletableFuture<Void> fetching;

  KnownNames(Supplier<List<String>> source) {
    this.source = source;
  }

  /** Returns the names; waits up to 0.3 s for a fetch. */
  List<String> get() {
    try {
      refresh().get(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      // The prompt must not block or print errors: older names or none are fine.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    synchronized (this) {
      return names;
    }
  }

  /** Starts to fetch the names before the first completion. */
  void prepare() {
    var unused = refresh();
  }

  /** Starts a fetch unless one is running or the last one is recent. */
  private synchronized CompletableFuture<Void> refresh() {
    if (fetching != null && !fetching.isDone()) {
      return fetching;
    }
    if (System.nanoTime() - fetchedAt < CACHE_NANOS) {
      return CompletableFuture.completedFuture(null);
    }
    CompletableFuture<Void> started = CompletableFuture.runAsync(this::fetch, KnownNames::daemon);
    fetching = started;
    return started;
  }

  private void fetch() {
    List<String> fetched =
        source.get().stream()
            // Names that are unsafe to print are not offered.
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
