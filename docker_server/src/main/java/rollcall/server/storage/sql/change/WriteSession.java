package rollcall.server.storage.sql.change;

import java.sql.SQLException;
import rollcall.api.history.Change.What;
import rollcall.server.storage.sql.connection.DatabaseTime;
import rollcall.server.storage.sql.connection.SqlConnection;
import rollcall.server.storage.sql.table.VariableTable;

/**
 * The transaction of a batch, as one of its writes uses it: its connection, its time, and the next
 * revision.
 */
public final class WriteSession {
  public static final String SELECT_REVISION = "SELECT value FROM revision";

  private final SqlConnection statements;
  private final long now;
  private final long savedRevision;
  private long revision;

  public WriteSession(SqlConnection statements, DatabaseTime.Moment begin) {
    this.statements = statements;
    this.now = begin.now();
    this.savedRevision = begin.revision();
    this.revision = begin.revision();
  }

  public SqlConnection sql() {
    return statements;
  }

  /** The time of the batch by the database's clock, in nanoseconds since 1970. */
  public long now() {
    return now;
  }

  /** Something that is written. */
  public interface Step {
    void run() throws SQLException;
  }

  /** Does all of a step or, where it fails, nothing of it. */
  public void inSavepoint(Step step) throws SQLException {
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
  public void changed(What what, String container) throws SQLException {
    revision++;
    statements.update(ChangeTable.COPY, revision, now, what.wireName(), container);
  }

  /**
   * The same for each container of a condition on the table {@code container}, in one statement: a
   * node may have thousands, and the database may be far.
   */
  public void changedAll(What what, String condition, Object parameter) throws SQLException {
    revision +=
        statements.update(
            ChangeTable.COPY_ALL + condition + ")", revision, now, what.wireName(), parameter);
  }

  /** Adds a change of a node to the feed. */
  public void nodeChanged(What what, String node) throws SQLException {
    revision++;
    statements.update(ChangeTable.NODE, revision, now, what.wireName(), node);
  }

  /** Counts a change of a variable; {@link VariableTable} keeps what it was. */
  public void varChanged(What what) throws SQLException {
    revision++;
    statements.update(ChangeTable.NODE, revision, now, what.wireName(), null);
  }

  public long revision() {
    return revision;
  }

  public void saveRevision() throws SQLException {
    if (revision != savedRevision) {
      statements.update("UPDATE revision SET value = ?", revision);
    }
  }
}
