package rollcall.server.storage.sql;

import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import rollcall.server.storage.StorageException;
import rollcall.server.storage.StorageException.Reason;
import rollcall.server.storage.Versioned;
import rollcall.server.storage.sql.change.WriteSession;

/** A queued write; completes when its batch is on disk. */
final class PendingWrite<T> {
  interface Change<T> {
    T apply(WriteSession session) throws SQLException;
  }

  private final Change<T> change;
  private final CompletableFuture<Versioned<T>> outcome = new CompletableFuture<>();
  // The thread that sets it owns the write: the writer applies it, or the caller withdraws it.
  private final AtomicBoolean owned = new AtomicBoolean();
  private @Nullable Versioned<T> result;

  PendingWrite(Change<T> change) {
    this.change = change;
  }

  /** Claims the write for the writer; false if the caller has withdrawn it. */
  boolean take() {
    return owned.compareAndSet(false, true);
  }

  void apply(WriteSession session) throws SQLException {
    T value = change.apply(session);
    result = new Versioned<>(value, session.revision());
  }

  /** Completes the write: its batch is on disk. */
  void acknowledge() {
    outcome.complete(result);
  }

  void fail(StorageException why) {
    result = null;
    outcome.completeExceptionally(why);
  }

  /**
   * Waits until the batch is on disk.
   *
   * @throws StorageException if it was not written, or if the commit did not return in time and the
   *     outcome is unknown; the message states which
   */
  Versioned<T> await(long millis) {
    try {
      return outcome.get(millis, TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      if (owned.compareAndSet(false, true)) {
        throw new StorageException(
            Reason.BUSY,
            "not written: another process held the database's lock for " + millis + " ms");
      }
      throw new StorageException(
          Reason.BUSY,
          "the commit did not return within " + millis + " ms; it may or may not be written");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof StorageException storage) {
        // A new exception: the writer's stack trace does not contain this caller.
        throw new StorageException(storage.reason(), String.valueOf(storage.getMessage()), storage);
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StorageException(Reason.BUSY, "interrupted while waiting for the commit", e);
    }
  }
}
