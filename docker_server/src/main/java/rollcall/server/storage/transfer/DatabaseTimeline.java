package rollcall.server.storage.transfer;

import java.sql.SQLException;
import java.util.UUID;
import rollcall.server.storage.sql.change.ChangeTable;
import rollcall.server.storage.sql.change.WriteSession;
import rollcall.server.storage.sql.connection.Meta;
import rollcall.server.storage.sql.connection.Migrations;
import rollcall.server.storage.sql.connection.SqlConnection;

/**
 * A database's schema and revision. A restored backup starts a new timeline: a new database id with
 * higher revisions.
 *
 * @param schema version of its schema
 * @param revision revision of its newest change
 */
public record DatabaseTimeline(long schema, long revision) {
  /** The newest schema that this code knows. */
  public static final long NEWEST_SCHEMA = Migrations.NEWEST;

  private static final long SCHEMA_WITH_VARS = 3;

  /** Reads both; fails if this is not a Rollcall database. */
  public static DatabaseTimeline of(SqlConnection sql) throws SQLException {
    return new DatabaseTimeline(Migrations.version(sql), sql.number(WriteSession.SELECT_REVISION));
  }

  /**
   * Starts a new timeline on an old state: sets a new database id and raises all revisions above
   * those ever issued. Clients with an older revision must then reload, and ETags of variables from
   * the lost time match nothing.
   *
   * @param start first revision of the new feed
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
    sql.update("DELETE FROM meta WHERE name = ?", Meta.DELIVERY_LEASE);
    sql.update("DELETE FROM replica");
  }

  /**
   * Raises the revisions of a table. If a raised revision could collide with one not yet raised, it
   * goes through negative numbers, which doubles the file.
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
