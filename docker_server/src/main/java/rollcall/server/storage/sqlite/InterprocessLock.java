package rollcall.server.storage.sqlite;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/**
 * A fair lock between the writers of all processes on a database. SQLite's own busy handler sleeps
 * and retries, which can starve a writer; a blocking file lock queues in the kernel. It uses its
 * own file, because closing any descriptor of the database would drop SQLite's locks.
 */
final class InterprocessLock implements AutoCloseable {
  // A file lock belongs to the process; the semaphore separates storages within one JVM.
  private static final Map<Path, Semaphore> IN_THIS_PROCESS = new ConcurrentHashMap<>();

  private final FileChannel channel;
  private final Semaphore semaphore;

  InterprocessLock(Path database) throws IOException {
    Path file = database.resolveSibling(database.getFileName() + ".gate");
    channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    semaphore = IN_THIS_PROCESS.computeIfAbsent(file.toAbsolutePath(), f -> new Semaphore(1, true));
  }

  /** Waits for the lock. Interrupting a waiting thread closes the channel, and so this object. */
  Hold acquire() throws IOException, InterruptedException {
    semaphore.acquire();
    try {
      return hold(channel.lock());
    } catch (IOException | RuntimeException e) {
      semaphore.release();
      throw e;
    }
  }

  Optional<Hold> tryAcquire() throws IOException {
    if (!semaphore.tryAcquire()) {
      return Optional.empty();
    }
    try {
      FileLock lock = channel.tryLock();
      if (lock != null) {
        return Optional.of(hold(lock));
      }
    } catch (IOException | RuntimeException e) {
      semaphore.release();
      throw e;
    }
    semaphore.release();
    return Optional.empty();
  }

  private Hold hold(FileLock lock) {
    return () -> {
      try {
        lock.release();
      } finally {
        semaphore.release();
      }
    };
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  /** The acquired lock; closing it releases the lock. */
  interface Hold extends AutoCloseable {
    @Override
    void close() throws IOException;
  }
}
