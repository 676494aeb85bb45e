package rollcall.server.storage.sql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import rollcall.api.Bounds;
import rollcall.api.Change.What;
import rollcall.api.Var;
import rollcall.server.storage.VarOutcome;
import rollcall.server.storage.VarOutcome.Kind;
import rollcall.server.storage.VarWrite;

/** The shared variables, and their changes: those of the feed and the newest of each variable. */
final class VarTable {
  private static final String COLUMNS = "name, value, author, time, revision";

  /** Changes of a variable that stay when the feed does not reach so far any more. */
  private static final int HISTORY = 100;

  private VarTable() {}

  static VarOutcome write(WriteSession session, VarWrite write) throws SQLException {
    Optional<VarOutcome> before = before(session.sql(), write);
    if (before.isPresent()) {
      return before.get();
    }
    @Nullable Var current = find(session.sql(), write.key()).orElse(null);
    if (!write.condition().holds(current) || (current == null && write.value() == null)) {
      return new VarOutcome(Kind.REFUSED, current, false);
    }
    if (current == null && count(session.sql()) >= Bounds.VARS) {
      return new VarOutcome(Kind.FULL, null, false);
    }
    session.varChanged(write.value() == null ? What.VAR_DELETED : What.VAR_SET);
    Var changed =
        new Var(
            write.key(),
            write.value(),
            write.author(),
            Nanos.toInstant(session.now()),
            session.revision());
    store(session.sql(), changed);
    remember(session.sql(), changed, current == null, write.idempotencyKey());
    return new VarOutcome(Kind.WRITTEN, changed, current == null);
  }

  /** What the same request has done before; one with its idempotency key is the same. */
  private static Optional<VarOutcome> before(Statements sql, VarWrite write) throws SQLException {
    if (write.idempotencyKey() == null) {
      return Optional.empty();
    }
    return Rows.list(
            sql,
            row -> {
              Var var = var(row);
              boolean isSame =
                  var.key().equals(write.key()) && Objects.equals(var.value(), write.value());
              return new VarOutcome(
                  isSame ? Kind.WRITTEN : Kind.KEY_REUSED, var, row.getInt(6) == 1);
            },
            "SELECT " + COLUMNS + ", created FROM var_change WHERE idempotency_key = ?",
            write.idempotencyKey())
        .stream()
        .findFirst();
  }

  private static void store(Statements sql, Var var) throws SQLException {
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
        Nanos.of(var.time()),
        var.revision());
  }

  private static void remember(
      Statements sql, Var var, boolean created, @Nullable String idempotencyKey)
      throws SQLException {
    sql.update(
        "INSERT INTO var_change ("
            + COLUMNS
            + ", created, idempotency_key) VALUES (?, ?, ?, ?, ?, ?, ?)",
        var.key(),
        var.value(),
        var.author(),
        Nanos.of(var.time()),
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

  static Optional<Var> find(Statements reader, String key) throws SQLException {
    return Rows.list(reader, VarTable::var, "SELECT " + COLUMNS + " FROM var WHERE name = ?", key)
        .stream()
        .findFirst();
  }

  static List<Var> list(Statements reader, String after, int limit) throws SQLException {
    return Rows.page(
        reader,
        VarTable::var,
        VarTable::length,
        "SELECT " + COLUMNS + " FROM var WHERE name > ? ORDER BY name LIMIT ?",
        after,
        limit);
  }

  static List<Var> history(Statements reader, String key) throws SQLException {
    return Rows.list(
        reader,
        VarTable::var,
        "SELECT " + COLUMNS + " FROM var_change WHERE name = ? ORDER BY revision DESC LIMIT ?",
        key,
        HISTORY);
  }

  static long count(Statements reader) throws SQLException {
    return reader.number("SELECT count(*) FROM var");
  }

  /** Forgets deleted variables that the feed does not reach any more; returns how many changes. */
  static int prune(Statements sql, int most) throws SQLException {
    return sql.update(
        "DELETE FROM var_change WHERE revision IN (SELECT c.revision FROM var_change c"
            + " LEFT JOIN var v ON v.name = c.name WHERE v.name IS NULL AND c.revision <= ?"
            + " ORDER BY c.revision LIMIT ?)",
        ChangeTable.oldest(sql),
        most);
  }

  private static int length(Var var) {
    return var.key().length() + (var.value() == null ? 0 : var.value().length());
  }

  private static Var var(ResultSet row) throws SQLException {
    return new Var(
        row.getString(1), row.getString(2), row.getString(3), Rows.time(row, 4), row.getLong(5));
  }
}
