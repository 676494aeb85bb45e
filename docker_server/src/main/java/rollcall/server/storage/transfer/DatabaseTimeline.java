package rollcall.server.storage.transfer;

import java.sql.SQLException;
import java.util.UUID;
import rollcall.server.storage.sql.change.ChangeTable;
import rollcall.server.storage.sql.change.WriteSession;
import rollcall.server.storage.sql.connection.Meta;
import rollcall.server.storage.sql.connection.Migrations;
import rollcall.server.storage.sql.connection.SqlConnection;

/**
 * The identity of a database's sequence of revisions: a restored backup starts a new one.
 *
 * @param schema version of its tables
 * @param revision of its newest change
 */
public record DatabaseTimeline(long schema, long revision) {
  /** The newest schema that this code knows. */
  public static final long NEWEST_SCHEMA = Migrations.NEWEST;

  private static final long SCHEMA_WITH_VARS = 3;

  /** Fails where this is not one of our databases. */
  public static DatabaseTimeline of(SqlConnection sql) throws SQLException {
    return new DatabaseTimeline(Migrations.version(sql), sql.number(WriteSession.SELECT_REVISION));
  }

  /**
   * Gives an old state of a database a history of its own: a new id, and revisions that begin above
   * all that were ever handed out. A client that holds one of those must load anew instead of going
   * on after it; a variable's ETag of the time that is lost matches nothing.
   *
   * @param start where the feed begins then
   */
  public static void renew(SqlConnection sql, long start) throws SQLException {
    long raise = start - ChangeTable.oldest(sql);
    raise(sql, "change", raise);
    if (Migrations.version(sql) >= SCHEMA_WITH_VARS) {
      raise(sql, "var_change", raise);
      sql.update("UPDATE var SET revision = revision + ?", raise);
    }
    sql.update("UPDATE revision SET value = value + ?", raise);
    Meta.set(sql, Meta.PRUNED, String.valueOf(start));
    Meta.set(sql, Meta.DATABASE_ID, UUID.randomUUID().toString());
    sql.update("DELETE FROM meta WHERE name = ?", Meta.DUTY);
    sql.update("DELETE FROM replica");
  }

  /**
   * All rows of a table. A row must not meet one that is yet to be raised; where that could be it
   * goes by way of negative numbers, which doubles the file.
   */
  private static void raise(SqlConnection sql, String table, long raise) throws SQLException {
    long range = sql.number("SELECT coalesce(max(revision) - min(revision), 0) FROM " + table);
    if (raise > range) {
      sql.update("UPDATE " + table + " SET revision = revision + ?", raise);
    } else {
      sql.update("UPDATE " + table + " SET revision = -(revision + ?)", raise);
      sql.update("UPDATE " + table + " SET revision = -revision");
    }
  }
}
