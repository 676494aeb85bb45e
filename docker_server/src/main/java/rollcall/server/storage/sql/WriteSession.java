package rollcall.server.storage.sql;

import java.sql.SQLException;
import rollcall.api.Change.What;

/** What a change works with, inside the transaction of its batch. */
final class WriteSession {
  static final String SELECT_REVISION = "SELECT value FROM revision";

  private final Statements statements;
  private final long now;
  private final long savedRevision;
  private long revision;

  WriteSession(Statements statements, DatabaseTime.Moment begin) {
    this.statements = statements;
    this.now = begin.now();
    this.savedRevision = begin.revision();
    this.revision = begin.revision();
  }

  Statements sql() {
    return statements;
  }

  /** The time of the batch by the database's clock, in nanoseconds since 1970. */
  long now() {
    return now;
  }

  /** Something that is written. */
  interface Step {
    void run() throws SQLException;
  }

  /** Does all of a step or, where it fails, nothing of it. */
  void inSavepoint(Step step) throws SQLException {
    long before = revision;
    statements.execute("SAVEPOINT step");
    try {
      step.run();
    } catch (SQLException | RuntimeException | Error e) {
      revision = before;
      statements.execute("ROLLBACK TO SAVEPOINT step");
      throw e;
    }
    statements.execute("RELEASE SAVEPOINT step");
  }

  /** Adds a container's row, as it is now, to the feed as one change. */
  void changed(What what, String container) throws SQLException {
    revision++;
    statements.update(ChangeTable.COPY, revision, now, what.word(), container);
  }

  /**
   * The same for each container of a condition on the table {@code container}, in one statement: a
   * node may have thousands, and the database may be far.
   */
  void changedAll(What what, String condition, Object parameter) throws SQLException {
    revision +=
        statements.update(
            ChangeTable.COPY_ALL + condition + ")", revision, now, what.word(), parameter);
  }

  /** Adds a change of a node to the feed. */
  void nodeChanged(What what, String node) throws SQLException {
    revision++;
    statements.update(ChangeTable.NODE, revision, now, what.word(), node);
  }

  /** Counts a change of a variable; {@link VarTable} keeps what it was. */
  void varChanged(What what) throws SQLException {
    revision++;
    statements.update(ChangeTable.NODE, revision, now, what.word(), null);
  }

  long revision() {
    return revision;
  }

  void saveRevision() throws SQLException {
    if (revision != savedRevision) {
      statements.update("UPDATE revision SET value = ?", revision);
    }
  }
}
