package rollcall.server.storage.sql.change;

import java.sql.SQLException;
import rollcall.api.history.Change.What;
import rollcall.server.storage.sql.connection.DatabaseTime;
import rollcall.server.storage.sql.connection.SqlConnection;
import rollcall.server.storage.sql.table.VariableTable;

/** The transaction of a batch of writes: its connection, its time, and its revision. */
public final class WriteSession {
  public static final String SELECT_REVISION = "SELECT value FROM revision";

  private final SqlConnection sql;
  private final long now;
  private final long savedRevision;
  private long revision;

  public WriteSession(SqlConnection sql, DatabaseTime.Moment begin) {
    this.sql = sql;
    this.now = begin.now();
    this.savedRevision = begin.revision();
    this.revision = begin.revision();
  }

  public SqlConnection sql() {
    return sql;
  }

  /** The batch's time by the database's clock, in nanoseconds since 1970. */
  public long now() {
    return now;
  }

  public interface Step {
    void run() throws SQLException;
  }

  /** Runs a step in a savepoint; rolls it back if it fails. */
  public void inSavepoint(Step step) throws SQLException {
    long before = revision;
    sql.execute("SAVEPOINT step");
    try {
      step.run();
    } catch (SQLException | RuntimeException | Error e) {
      revision = before;
      sql.execute("ROLLBACK TO SAVEPOINT step");
      throw e;
    }
    sql.execute("RELEASE SAVEPOINT step");
  }

  /** Adds a container's current row to the feed, as one change. */
  public void changed(What what, String container) throws SQLException {
    revision++;
    sql.update(ChangeTable.COPY, revision, now, what.wireName(), container);
  }

  /**
   * Adds one change for each row of the table {@code container} that meets a condition, in one
   * statement: a node may have thousands of containers, and the database may be remote.
   */
  public void changedAll(What what, String condition, Object parameter) throws SQLException {
    revision +=
        sql.update(
            ChangeTable.COPY_ALL + condition + ")", revision, now, what.wireName(), parameter);
  }

  public void nodeChanged(What what, String node) throws SQLException {
    revision++;
    sql.update(ChangeTable.NODE, revision, now, what.wireName(), node);
  }

  /** Adds a change of a variable to the feed; {@link VariableTable} stores its value. */
  public void varChanged(What what) throws SQLException {
    revision++;
    sql.update(ChangeTable.NODE, revision, now, what.wireName(), null);
  }

  public long revision() {
    return revision;
  }

  public void saveRevision() throws SQLException {
    if (revision != savedRevision) {
      sql.update("UPDATE revision SET value = ?", revision);
    }
  }
}
