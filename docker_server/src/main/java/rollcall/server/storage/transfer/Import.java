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

/** Reads what {@link Export} wrote into a database, in one transaction: all of it or nothing. */
public final class Import {
  /** Rows sent to the database at once. */
  private static final int BATCH = 500;

  private final SqlConnection sql;
  private final Map<String, Long> imported = new HashMap<>();
  private @Nullable Rows open;
  private long lines = 1;

  /** The table that is being filled: an export has the rows of one table together. */
  private record Rows(String table, List<String> columns, PreparedStatement insert) {}

  private Import(SqlConnection sql) {
    this.sql = sql;
  }

  /**
   * Returns how many rows were read.
   *
   * @param overwrite whether what the database has may go; else it must be empty
   * @throws InvalidException if this is no whole export, naming the line, or the database not empty
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
      // Its revisions are those of another history now: readers of the former one load anew.
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
            "not imported: its format is version "
                + version
                + ", this program reads up to "
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
          "not imported: the database is not empty; --force replaces what it has");
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
        throw wrong("is not a row of an export");
      }
    }
    send();
  }

  private void add(String table, JsonObject row) throws SQLException {
    if (open == null || !open.table.equals(table)) {
      send();
      open = rows(table);
    }
    if (!open.columns.containsAll(row.keySet())) {
      throw wrong(
          "has columns that this version of Rollcall does not know: "
              + String.join(", ", row.keySet()));
    }
    for (int i = 0; i < open.columns.size(); i++) {
      open.insert.setObject(i + 1, value(row.get(open.columns.get(i))));
    }
    open.insert.addBatch();
    if (imported.merge(table, 1L, Long::sum) % BATCH == 0) {
      open.insert.executeBatch();
    }
  }

  private Rows rows(String name) throws SQLException {
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
        return new Rows(name, columns, statement);
      }
    }
    throw wrong("is of a table that this version of Rollcall does not know: " + name);
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

  private void send() throws SQLException {
    if (open != null) {
      open.insert.executeBatch();
    }
  }

  /** What was read, what is there now and what the header says must be one. */
  private void check(JsonObject counts) throws SQLException {
    for (ExportedTable table : ExportedTable.TABLES) {
      JsonElement said = counts.get(table.name());
      long expected = said == null ? 0 : said.getAsLong();
      long read = imported.getOrDefault(table.name(), 0L);
      long stored = table.count(sql);
      if (read != expected || stored != expected) {
        throw new InvalidException(
            "not imported: the header says "
                + expected
                + " rows of "
                + table.name()
                + ", the file has "
                + read
                + (stored == read ? "" : ", the database took " + stored)
                + "; the file is cut off or was changed");
      }
    }
  }

  private InvalidException wrong(String why) {
    return new InvalidException("not imported: line " + lines + " " + why);
  }
}
