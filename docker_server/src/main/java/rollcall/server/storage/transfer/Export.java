package rollcall.server.storage.transfer;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.Writer;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import rollcall.common.InvalidException;
import rollcall.server.storage.StorageException;
import rollcall.server.storage.StorageException.Reason;
import rollcall.server.storage.sql.change.WriteSession;
import rollcall.server.storage.sql.connection.Backend;
import rollcall.server.storage.sql.connection.SqlConnection;
import rollcall.server.storage.sql.connection.Transaction;

/**
 * Writes a database as lines of JSON: a header with the revision and the number of rows per table,
 * then {@code {"table":{"column":value…}}} per row, without nulls. It exports one snapshot, and
 * SQLite and PostgreSQL produce the same text.
 */
public final class Export {
  /** The header's key; its value is the format's version. */
  static final String FORMAT = "rollcall_export";

  static final int VERSION = 1;

  private static final int FETCH_SIZE = 500;

  private Export() {}

  /**
   * Writes the export; returns the number of rows.
   *
   * @throws StorageException if the database cannot be read
   */
  public static long run(Backend backend, Writer out) throws IOException {
    try (Transaction transaction = backend.read()) {
      SqlConnection sql = transaction.sql();
      List<ExportedTable> tables = tables(sql);
      JsonObject counts = new JsonObject();
      for (ExportedTable table : tables) {
        counts.addProperty(table.name(), table.count(sql));
      }
      JsonObject header = new JsonObject();
      header.addProperty(FORMAT, VERSION);
      header.addProperty("revision", sql.number(WriteSession.SELECT_REVISION));
      header.add("counts", counts);
      out.write(header + "\n");
      long written = 0;
      for (ExportedTable table : tables) {
        written += write(table, sql, out);
      }
      return written;
    } catch (SQLException e) {
      throw backend.translate("not exported", e);
    } catch (InterruptedException e) {
      throw new StorageException(Reason.BUSY, "not exported: interrupted", e);
    }
  }

  /** Returns the tables that exist: an export does not migrate, and the schema may be older. */
  private static List<ExportedTable> tables(SqlConnection sql) throws SQLException {
    List<ExportedTable> tables = new ArrayList<>();
    for (ExportedTable table : ExportedTable.TABLES) {
      if (table.exists(sql)) {
        tables.add(table);
      }
    }
    if (tables.isEmpty()) {
      throw new InvalidException(
          "not exported: the database set by ROLLCALL_DB has no Rollcall tables");
    }
    return tables;
  }

  private static long write(ExportedTable table, SqlConnection sql, Writer out)
      throws SQLException, IOException {
    PreparedStatement select =
        sql.bind("SELECT * FROM " + table.rows() + " ORDER BY " + table.key());
    select.setFetchSize(FETCH_SIZE);
    long written = 0;
    try (ResultSet rows = select.executeQuery()) {
      List<String> columns = ExportedTable.columns(rows.getMetaData());
      while (rows.next()) {
        JsonObject line = new JsonObject();
        line.add(table.name(), row(rows, columns));
        out.write(line + "\n");
        written++;
      }
    }
    return written;
  }

  private static JsonObject row(ResultSet rows, List<String> columns) throws SQLException {
    JsonObject row = new JsonObject();
    for (int i = 0; i < columns.size(); i++) {
      Object value = rows.getObject(i + 1);
      if (value instanceof Number number) {
        row.addProperty(columns.get(i), number);
      } else if (value != null) {
        row.addProperty(columns.get(i), value.toString());
      }
    }
    return row;
  }
}
