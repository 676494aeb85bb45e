package rollcall.server.storage.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Receives a notification for each commit that made a change, in any process: schema-1.sql notifies
 * when the revision is updated. While there is no connection, waiters poll every 100 ms.
 */
final class Notifications implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Notifications.class);
  private static final long POLL_MILLIS = 100;

  /** Timeout while connected: a broken connection may not be detected yet. */
  private static final long CONNECTED_POLL_MILLIS = 1000;

  private static final int LISTEN_MILLIS = 5000;

  private final PostgresConnections connections;
  private final Semaphore changed = new Semaphore(0);
  private final Thread thread = new Thread(this::run, "notifications");
  private volatile @Nullable Connection connection;
  private volatile boolean closed;

  Notifications(PostgresConnections connections) {
    this.connections = connections;
    thread.setDaemon(true);
    thread.start();
  }

  /** Waits for a notification; returns immediately if there was one since the last call. */
  void await() throws InterruptedException {
    long timeout = connection == null ? POLL_MILLIS : CONNECTED_POLL_MILLIS;
    if (changed.tryAcquire(timeout, TimeUnit.MILLISECONDS)) {
      changed.drainPermits();
    }
  }

  private void run() {
    while (!closed) {
      try (Connection opened = connections.openListener()) {
        listen(opened);
      } catch (SQLException e) {
        LOG.debug("notifications are unavailable: {}", e.getMessage());
      } finally {
        connection = null;
        changed.release();
      }
      pause();
    }
  }

  private void listen(Connection opened) throws SQLException {
    try (Statement statement = opened.createStatement()) {
      statement.execute("LISTEN rollcall");
    }
    connection = opened;
    // There may have been commits while there was no listener.
    changed.release();
    PGConnection listener = opened.unwrap(PGConnection.class);
    while (!closed) {
      PGNotification[] received = listener.getNotifications(LISTEN_MILLIS);
      if (received != null && received.length > 0) {
        changed.release();
      } else if (!opened.isValid(2)) {
        return;
      }
    }
  }

  private void pause() {
    try {
      Thread.sleep(closed ? 0 : POLL_MILLIS * 3);
    } catch (InterruptedException e) {
      closed = true;
    }
  }

  @Override
  public void close() {
    closed = true;
    Connection opened = connection;
    if (opened != null) {
      try {
        opened.abort(Runnable::run);
      } catch (SQLException e) {
        LOG.debug("closing the listener: {}", e.getMessage());
      }
    }
  }
}
