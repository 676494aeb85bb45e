package rollcall.server.storage.sqlite;

import java.sql.SQLException;
import java.time.Clock;

/** What a change works with, inside the transaction of its batch. */
final class WriteSession {
  private final Statements statements;
  private final long now;
  private long revision;

  WriteSession(Statements statements, Clock clock, long revision) {
    this.statements = statements;
    this.now = Nanos.of(clock.instant());
    this.revision = revision;
  }

  Statements sql() {
    return statements;
  }

  /** The time of the batch, in nanoseconds since 1970. */
  long now() {
    return now;
  }

  /** Counts one change. */
  void changed() {
    revision++;
  }

  long revision() {
    return revision;
  }

  /** Takes back what a failed change counted. */
  void revertTo(long revision) {
    this.revision = revision;
  }

  void saveRevision() throws SQLException {
    statements.update("UPDATE revision SET value = ?", revision);
  }
}
