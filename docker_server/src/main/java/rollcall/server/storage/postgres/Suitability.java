package rollcall.server.storage.postgres;

import java.sql.SQLException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rollcall.server.storage.StorageException;
import rollcall.server.storage.StorageException.Reason;
import rollcall.server.storage.sql.connection.SqlConnection;

/** Checks properties of a database that a session cannot change. */
final class Suitability {
  private static final Logger LOG = LoggerFactory.getLogger(Suitability.class);

  private Suitability() {}

  /**
   * Checks the database; warns about settings that risk acknowledged writes.
   *
   * @throws StorageException if it is not suitable; the message states how to fix it
   */
  static void check(SqlConnection sql, PostgresAddress address) throws SQLException {
    String encoding = sql.text("SHOW server_encoding");
    // SQL_ASCII stores the bytes unchanged.
    if (!List.of("UTF8", "SQL_ASCII").contains(encoding)) {
      throw refusal(
          address,
          "its encoding is "
              + encoding
              + ", which cannot store all texts; create a database with `createdb -E UTF8 -T"
              + " template0 NAME` and set it in ROLLCALL_DB");
    }
    String schema = sql.text("SELECT coalesce(current_schema(), '')");
    if (schema.isEmpty() || schema.startsWith("pg_temp")) {
      throw refusal(
          address,
          "the search_path does not begin with an existing, permanent schema ("
              + sql.text("SHOW search_path")
              + "); create one with `CREATE SCHEMA rollcall` and add currentSchema=rollcall to"
              + " ROLLCALL_DB's parameters");
    }
    for (String setting : List.of("fsync", "full_page_writes")) {
      if (sql.text("SHOW " + setting).equals("off")) {
        LOG.warn("PostgreSQL runs with {}=off: a power cut may lose acknowledged writes", setting);
      }
    }
  }

  private static StorageException refusal(PostgresAddress address, String why) {
    return new StorageException(Reason.BROKEN, "cannot open the database " + address + ": " + why);
  }
}
