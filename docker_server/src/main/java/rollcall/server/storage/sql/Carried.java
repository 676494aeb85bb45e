package rollcall.server.storage.sql;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * A table whose rows an export carries: all but those of the processes that run on the database.
 *
 * @param rows what follows FROM
 * @param key what its rows are ordered by
 */
record Carried(String name, String rows, String key) {
  static final List<Carried> TABLES =
      List.of(
          new Carried(
              "meta",
              "meta WHERE name NOT IN ('" + Meta.DATABASE_ID + "', '" + Meta.SCHEMA + "')",
              "name"),
          new Carried("node", "node", "name"),
          new Carried("container", "container", "id"),
          new Carried("usage", "usage", "node, container"),
          new Carried("placement", "placement", "seq"),
          new Carried("report", "report", "seq"),
          new Carried("change", "change", "revision"),
          new Carried("var", "var", "name"),
          new Carried("var_change", "var_change", "revision"),
          new Carried("request", "request", "seq"));

  boolean exists(Statements sql) throws SQLException {
    Connection connection = sql.connection();
    try (ResultSet found =
        connection
            .getMetaData()
            .getTables(null, connection.getSchema(), name.replace("_", "\\_"), null)) {
      return found.next();
    }
  }

  long count(Statements sql) throws SQLException {
    return sql.number("SELECT count(*) FROM " + rows);
  }

  void delete(Statements sql) throws SQLException {
    sql.update("DELETE FROM " + rows);
  }

  List<String> columns(Statements sql) throws SQLException {
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
