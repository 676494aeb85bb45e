package rollcall.server.storage.transfer;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.IOException;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import rollcall.common.InvalidException;
import rollcall.server.storage.StorageException;
import rollcall.server.storage.StorageException.Reason;
import rollcall.server.storage.sql.change.WriteSession;
import rollcall.server.storage.sql.connection.Backend;
import rollcall.server.storage.sql.connection.Meta;
import rollcall.server.storage.sql.connection.Migrations;
import rollcall.server.storage.sql.connection.SqlConnection;
import rollcall.server.storage.sql.connection.Transaction;

/** Imports an {@link Export} into a database, in one transaction. */
public final class Import {
  /** Rows per JDBC batch. */
  private static final int BATCH = 500;

  private final SqlConnection sql;
  private final Map<String, Long> imported = new HashMap<>();
  private @Nullable TableInsert current;
  private long lines = 1;

  /** The INSERT of the current table; the rows of one table are contiguous in an export. */
  private record TableInsert(String table, List<String> columns, PreparedStatement insert) {}

  private Import(SqlConnection sql) {
    this.sql = sql;
  }

  /**
   * Imports an export; returns the number of rows.
   *
   * @param overwrite whether existing data may be deleted; otherwise the database must be empty
   * @throws InvalidException if the export is damaged, naming the line, or the database not empty
   * @throws StorageException if the database cannot be written
   */
  public static long run(Backend backend, BufferedReader in, boolean overwrite) throws IOException {
    JsonObject header = header(in.readLine());
    Migrations.run(backend);
    try (Transaction transaction = backend.write()) {
      SqlConnection sql = transaction.sql();
      empty(sql, overwrite);
      Import running = new Import(sql);
      running.readAll(in);
      running.check(header.getAsJsonObject("counts"));
      sql.update("UPDATE revision SET value = ?", header.get("revision").getAsLong());
      // Its revisions belong to another history now: clients of the former one must reload.
      Meta.set(sql, Meta.DATABASE_ID, UUID.randomUUID().toString());
      transaction.commit();
      return running.lines - 1;
    } catch (SQLException e) {
      throw backend.translate("not imported", e);
    } catch (InterruptedException e) {
      throw new StorageException(Reason.BUSY, "not imported: interrupted", e);
    }
  }

  private static JsonObject header(@Nullable String line) {
    try {
      JsonObject header = JsonParser.parseString(String.valueOf(line)).getAsJsonObject();
      int version = header.get(Export.FORMAT).getAsInt();
      if (version > Export.VERSION) {
        throw new InvalidException(
            "not imported: the file has format version "
                + version
                + ", but this program supports versions up to "
                + Export.VERSION
                + "; use the version of Rollcall that wrote it, or a newer one");
      }
      return header;
    } catch (JsonParseException | IllegalStateException | NullPointerException e) {
      throw new InvalidException(
          "not imported: line 1 is not the header of an export; expected a file that"
              + " `rollcall export` wrote");
    }
  }

  private static void empty(SqlConnection sql, boolean overwrite) throws SQLException {
    if (!overwrite && sql.number(WriteSession.SELECT_REVISION) > 0) {
      throw new InvalidException(
          "not imported: the database is not empty; --force replaces its data");
    }
    for (ExportedTable table : ExportedTable.TABLES) {
      table.delete(sql);
    }
  }

  private void readAll(BufferedReader in) throws IOException, SQLException {
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      lines++;
      try {
        Map.Entry<String, JsonElement> row =
            JsonParser.parseString(line).getAsJsonObject().entrySet().iterator().next();
        add(row.getKey(), row.getValue().getAsJsonObject());
      } catch (JsonParseException | IllegalStateException | NoSuchElementException e) {
        throw invalid("is not a row of an export");
      }
    }
    flush();
  }

  private void add(String table, JsonObject row) throws SQLException {
    if (current == null || !current.table.equals(table)) {
      flush();
      current = insertInto(table);
    }
    if (!current.columns.containsAll(row.keySet())) {
      throw invalid(
          "has columns that this version of Rollcall does not know: "
              + String.join(", ", row.keySet()));
    }
    for (int i = 0; i < current.columns.size(); i++) {
      current.insert.setObject(i + 1, value(row.get(current.columns.get(i))));
    }
    current.insert.addBatch();
    if (imported.merge(table, 1L, Long::sum) % BATCH == 0) {
      current.insert.executeBatch();
    }
  }

  private TableInsert insertInto(String name) throws SQLException {
    for (ExportedTable table : ExportedTable.TABLES) {
      if (table.name().equals(name)) {
        List<String> columns = table.columns(sql);
        String insert =
            "INSERT INTO "
                + name
                + " ("
                + String.join(", ", columns)
                + ") VALUES (?"
                + ", ?".repeat(columns.size() - 1)
                + ")";
        PreparedStatement statement = sql.bind(insert);
        statement.clearBatch();
        return new TableInsert(name, columns, statement);
      }
    }
    throw invalid("is of a table that this version of Rollcall does not know: " + name);
  }

  private static @Nullable Object value(@Nullable JsonElement json) {
    if (json == null) {
      return null;
    }
    String text = json.getAsString();
    if (!json.getAsJsonPrimitive().isNumber()) {
      return text;
    }
    boolean isWhole = text.chars().allMatch(c -> c == '-' || Character.isDigit(c));
    return isWhole ? (Object) Long.valueOf(text) : (Object) Double.valueOf(text);
  }

  private void flush() throws SQLException {
    if (current != null) {
      current.insert.executeBatch();
    }
  }

  /** Checks that the header's row counts match the file's and the database's. */
  private void check(JsonObject counts) throws SQLException {
    for (ExportedTable table : ExportedTable.TABLES) {
      JsonElement count = counts.get(table.name());
      long expected = count == null ? 0 : count.getAsLong();
      long read = imported.getOrDefault(table.name(), 0L);
      long stored = table.count(sql);
      if (read != expected || stored != expected) {
        throw new InvalidException(
            "not imported: the header announces "
                + expected
                + " rows of "
                + table.name()
                + ", the file has "
                + read
                + (stored == read ? "" : ", the database has " + stored)
                + "; the file is truncated or was changed");
      }
    }
  }

  private InvalidException invalid(String why) {
    return new InvalidException("not imported: line " + lines + " " + why);
  }
}
