package rollcall.server.storage.postgres;

import java.sql.SQLException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rollcall.server.storage.StorageException;
import rollcall.server.storage.StorageException.Reason;
import rollcall.server.storage.sql.connection.SqlConnection;

/** Whether a database can keep what it is given; a session cannot change what is asked here. */
final class Suitability {
  private static final Logger LOG = LoggerFactory.getLogger(Suitability.class);

  private Suitability() {}

  /**
   * Checks it, and warns of what risks acknowledged writes.
   *
   * @throws StorageException if it cannot; the message says what to do
   */
  static void check(SqlConnection sql, PostgresAddress address) throws SQLException {
    String encoding = sql.text("SHOW server_encoding");
    // SQL_ASCII keeps the bytes as they are.
    if (!List.of("UTF8", "SQL_ASCII").contains(encoding)) {
      throw refusal(
          address,
          "its encoding is "
              + encoding
              + ", which cannot hold every text; make one with `createdb -E UTF8 -T template0 NAME`"
              + " and name that in ROLLCALL_DB");
    }
    String schema = sql.text("SELECT coalesce(current_schema(), '')");
    if (schema.isEmpty() || schema.startsWith("pg_temp")) {
      throw refusal(
          address,
          "no schema for its tables comes first in the search_path ("
              + sql.text("SHOW search_path")
              + "); make one with `CREATE SCHEMA rollcall` and add currentSchema=rollcall to"
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
