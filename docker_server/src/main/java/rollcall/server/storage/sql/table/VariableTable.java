package rollcall.server.storage.sql.table;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import rollcall.api.Bounds;
import rollcall.api.history.Change.What;
import rollcall.api.variable.Variable;
import rollcall.server.storage.sql.change.ChangeTable;
import rollcall.server.storage.sql.change.WriteSession;
import rollcall.server.storage.sql.connection.EpochNanos;
import rollcall.server.storage.sql.connection.ResultSets;
import rollcall.server.storage.sql.connection.SqlConnection;
import rollcall.server.storage.variable.VariableOutcome;
import rollcall.server.storage.variable.VariableOutcome.Kind;
import rollcall.server.storage.variable.VariableWrite;

/** The tables of shared variables and of their changes. */
public final class VariableTable {
  private static final String COLUMNS = "name, value, author, time, revision";

  /** Changes per variable that are kept even if the feed is pruned. */
  private static final int HISTORY = 100;

  private VariableTable() {}

  public static VariableOutcome write(WriteSession session, VariableWrite write)
      throws SQLException {
    Optional<VariableOutcome> previous = previousOutcome(session.sql(), write);
    if (previous.isPresent()) {
      return previous.get();
    }
    @Nullable Variable current = find(session.sql(), write.key()).orElse(null);
    if (!write.condition().holds(current) || (current == null && write.value() == null)) {
      return new VariableOutcome(Kind.PRECONDITION_FAILED, current, false);
    }
    if (current == null && count(session.sql()) >= Bounds.VARS) {
      return new VariableOutcome(Kind.LIMIT_REACHED, null, false);
    }
    session.varChanged(write.value() == null ? What.VAR_DELETED : What.VAR_SET);
    Variable changed =
        new Variable(
            write.key(),
            write.value(),
            write.author(),
            EpochNanos.toInstant(session.now()),
            session.revision());
    store(session.sql(), changed);
    addToHistory(session.sql(), changed, current == null, write.idempotencyKey());
    return new VariableOutcome(Kind.WRITTEN, changed, current == null);
  }

  /** Returns the outcome of an earlier write with the same idempotency key. */
  private static Optional<VariableOutcome> previousOutcome(SqlConnection sql, VariableWrite write)
      throws SQLException {
    if (write.idempotencyKey() == null) {
      return Optional.empty();
    }
    return ResultSets.list(
            sql,
            row -> {
              Variable var = var(row);
              boolean isSame =
                  var.key().equals(write.key()) && Objects.equals(var.value(), write.value());
              return new VariableOutcome(
                  isSame ? Kind.WRITTEN : Kind.KEY_REUSED, var, row.getInt(6) == 1);
            },
            "SELECT " + COLUMNS + ", created FROM var_change WHERE idempotency_key = ?",
            write.idempotencyKey())
        .stream()
        .findFirst();
  }

  private static void store(SqlConnection sql, Variable var) throws SQLException {
    if (var.value() == null) {
      sql.update("DELETE FROM var WHERE name = ?", var.key());
      return;
    }
    sql.update(
        "INSERT INTO var ("
            + COLUMNS
            + ") VALUES (?, ?, ?, ?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value,"
            + " author = excluded.author, time = excluded.time, revision = excluded.revision",
        var.key(),
        var.value(),
        var.author(),
        EpochNanos.of(var.time()),
        var.revision());
  }

  private static void addToHistory(
      SqlConnection sql, Variable var, boolean created, @Nullable String idempotencyKey)
      throws SQLException {
    sql.update(
        "INSERT INTO var_change ("
            + COLUMNS
            + ", created, idempotency_key) VALUES (?, ?, ?, ?, ?, ?, ?)",
        var.key(),
        var.value(),
        var.author(),
        EpochNanos.of(var.time()),
        var.revision(),
        created ? 1 : 0,
        idempotencyKey);
    sql.update(
        "DELETE FROM var_change WHERE name = ? AND revision <= ? AND revision <="
            + " (SELECT revision FROM var_change WHERE name = ?"
            + " ORDER BY revision DESC LIMIT 1 OFFSET ?)",
        var.key(),
        ChangeTable.oldest(sql),
        var.key(),
        HISTORY);
  }

  public static Optional<Variable> find(SqlConnection reader, String key) throws SQLException {
    return ResultSets.list(
            reader, VariableTable::var, "SELECT " + COLUMNS + " FROM var WHERE name = ?", key)
        .stream()
        .findFirst();
  }

  public static List<Variable> list(SqlConnection reader, String after, int limit)
      throws SQLException {
    return ResultSets.page(
        reader,
        VariableTable::var,
        VariableTable::length,
        "SELECT " + COLUMNS + " FROM var WHERE name > ? ORDER BY name LIMIT ?",
        after,
        limit);
  }

  public static List<Variable> history(SqlConnection reader, String key) throws SQLException {
    return ResultSets.list(
        reader,
        VariableTable::var,
        "SELECT " + COLUMNS + " FROM var_change WHERE name = ? ORDER BY revision DESC LIMIT ?",
        key,
        HISTORY);
  }

  public static long count(SqlConnection reader) throws SQLException {
    return reader.number("SELECT count(*) FROM var");
  }

  /** Deletes pruned changes of deleted variables; returns their number. */
  public static int prune(SqlConnection sql, int limit) throws SQLException {
    return sql.update(
        "DELETE FROM var_change WHERE revision IN (SELECT c.revision FROM var_change c"
            + " LEFT JOIN var v ON v.name = c.name WHERE v.name IS NULL AND c.revision <= ?"
            + " ORDER BY c.revision LIMIT ?)",
        ChangeTable.oldest(sql),
        limit);
  }

  private static int length(Variable var) {
    return var.key().length() + (var.value() == null ? 0 : var.value().length());
  }

  private static Variable var(ResultSet row) throws SQLException {
    return new Variable(
        row.getString(1),
        row.getString(2),
        row.getString(3),
        ResultSets.time(row, 4),
        row.getLong(5));
  }
}
