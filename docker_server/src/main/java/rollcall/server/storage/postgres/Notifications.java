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
  private static final long LOOK_MILLIS = 100;

  /** Even with a connection: it may be dead without knowing it. */
  private static final long LOOK_ANYWAY_MILLIS = 1000;

  private static final int LISTEN_MILLIS = 5000;

  private final PostgresConnections connections;
  private final Semaphore news = new Semaphore(0);
  private final Thread thread = new Thread(this::run, "notifications");
  private volatile @Nullable Connection connection;
  private volatile boolean closed;

  Notifications(PostgresConnections connections) {
    this.connections = connections;
    thread.setDaemon(true);
    thread.start();
  }

  /** Returns at the next notification; at once if there was one since the last call. */
  void await() throws InterruptedException {
    long atMost = connection == null ? LOOK_MILLIS : LOOK_ANYWAY_MILLIS;
    if (news.tryAcquire(atMost, TimeUnit.MILLISECONDS)) {
      news.drainPermits();
    }
  }

  private void run() {
    while (!closed) {
      try (Connection opened = connections.openListener()) {
        listen(opened);
      } catch (SQLException e) {
        LOG.debug("no notifications for now: {}", e.getMessage());
      } finally {
        connection = null;
        news.release();
      }
      pause();
    }
  }

  private void listen(Connection opened) throws SQLException {
    try (Statement statement = opened.createStatement()) {
      statement.execute("LISTEN rollcall");
    }
    connection = opened;
    // Something may have been committed while this did not listen.
    news.release();
    PGConnection notified = opened.unwrap(PGConnection.class);
    while (!closed) {
      PGNotification[] heard = notified.getNotifications(LISTEN_MILLIS);
      if (heard != null && heard.length > 0) {
        news.release();
      } else if (!opened.isValid(2)) {
        return;
      }
    }
  }

  private void pause() {
    try {
      Thread.sleep(closed ? 0 : LOOK_MILLIS * 3);
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
