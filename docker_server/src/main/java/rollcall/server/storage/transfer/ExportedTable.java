package rollcall.server.storage.transfer;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import rollcall.server.storage.sql.connection.Meta;
import rollcall.server.storage.sql.connection.SqlConnection;

/**
 * A table that an export contains: all tables but those about running server processes.
 *
 * @param rows table name and condition, as the FROM clause
 * @param key columns that order its rows
 */
record ExportedTable(String name, String rows, String key) {
  static final List<ExportedTable> TABLES =
      List.of(
          new ExportedTable(
              "meta",
              "meta WHERE name NOT IN ('" + Meta.DATABASE_ID + "', '" + Meta.SCHEMA + "')",
              "name"),
          new ExportedTable("node", "node", "name"),
          new ExportedTable("container", "container", "id"),
          new ExportedTable("usage", "usage", "node, container"),
          new ExportedTable("placement", "placement", "seq"),
          new ExportedTable("report", "report", "seq"),
          new ExportedTable("change", "change", "revision"),
          new ExportedTable("var", "var", "name"),
          new ExportedTable("var_change", "var_change", "revision"),
          new ExportedTable("request", "request", "seq"));

  boolean exists(SqlConnection sql) throws SQLException {
    Connection connection = sql.connection();
    try (ResultSet found =
        connection
            .getMetaData()
            .getTables(null, connection.getSchema(), name.replace("_", "\\_"), null)) {
      return found.next();
    }
  }

  long count(SqlConnection sql) throws SQLException {
    return sql.number("SELECT count(*) FROM " + rows);
  }

  void delete(SqlConnection sql) throws SQLException {
    sql.update("DELETE FROM " + rows);
  }

  List<String> columns(SqlConnection sql) throws SQLException {
    try (ResultSet none = sql.bind("SELECT * FROM " + name + " WHERE FALSE").executeQuery()) {
      return columns(none.getMetaData());
    }
  }

  static List<String> columns(ResultSetMetaData data) throws SQLException {
    List<String> columns = new ArrayList<>();
    for (int i = 1; i <= data.getColumnCount(); i++) {
      columns.add(data.getColumnName(i));
    }
    return columns;
  }
}
