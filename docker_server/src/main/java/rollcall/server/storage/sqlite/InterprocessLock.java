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
 * Lets the writers of all processes in, one at a time and in turn. SQLite's own busy handler sleeps
 * and retries, which starves the one that waits longest; a blocking lock of a file queues in the
 * kernel. It is a file beside the database: closing any descriptor of the database file itself
 * would drop SQLite's POSIX locks.
 */
final class InterprocessLock implements AutoCloseable {
  // A file lock belongs to the process, so that two storages in one JVM need a turn of their own.
  private static final Map<Path, Semaphore> IN_THIS_PROCESS = new ConcurrentHashMap<>();

  private final FileChannel channel;
  private final Semaphore turn;

  InterprocessLock(Path database) throws IOException {
    Path file = database.resolveSibling(database.getFileName() + ".gate");
    channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    turn = IN_THIS_PROCESS.computeIfAbsent(file.toAbsolutePath(), f -> new Semaphore(1, true));
  }

  /** Waits for its turn; the caller closes it. Interrupting a waiting thread ends the gate. */
  Hold enter() throws IOException, InterruptedException {
    turn.acquire();
    try {
      return pass(channel.lock());
    } catch (IOException | RuntimeException e) {
      turn.release();
      throw e;
    }
  }

  /** The turn if it is free just now. */
  Optional<Hold> enterNow() throws IOException {
    if (!turn.tryAcquire()) {
      return Optional.empty();
    }
    try {
      FileLock lock = channel.tryLock();
      if (lock != null) {
        return Optional.of(pass(lock));
      }
    } catch (IOException | RuntimeException e) {
      turn.release();
      throw e;
    }
    turn.release();
    return Optional.empty();
  }

  private Hold pass(FileLock lock) {
    return () -> {
      try {
        lock.release();
      } finally {
        turn.release();
      }
    };
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  /** The turn, until closed. */
  interface Hold extends AutoCloseable {
    @Override
    void close() throws IOException;
  }
}
