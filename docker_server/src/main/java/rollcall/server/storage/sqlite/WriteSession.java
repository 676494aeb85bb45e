package rollcall.server.storage.sqlite;

import java.sql.SQLException;
import java.time.Clock;

/** What a change works with, inside the transaction of its batch. */
final class WriteSession {
  private final Statements statements;
  private final Clock clock;
  private long revision;

  WriteSession(Statements statements, Clock clock, long revision) {
    this.statements = statements;
    this.clock = clock;
    this.revision = revision;
  }

  Statements sql() {
    return statements;
  }

  /** Now, in nanoseconds since 1970. */
  long now() {
    return Nanos.of(clock.instant());
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
