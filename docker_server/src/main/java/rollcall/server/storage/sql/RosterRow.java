package rollcall.server.storage.sql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import rollcall.api.Json;
import rollcall.api.Report;

/**
 * A container's row as it is stored.
 *
 * @param engineId the id that its engine gave it, which is the row's unless another node has that
 * @param values of {@link #COLUMNS}
 * @param isPlaced whether it has an open placement
 */
record RosterRow(
    String id,
    String engineId,
    List<@Nullable Object> values,
    @Nullable Long removedAt,
    boolean isPlaced) {
  /** All that a report says but its measurements. */
  static final String COLUMNS =
      "name, image, node, service, task, kind, state, health, image_digest, facts, words, slot,"
          + " exit_code, oom_killed";

  private static final int TEXTS = 11;
  private static final int NUMBERS = 3;
  private static final int NODE = 2;
  private static final int SERVICE = 3;
  private static final int TASK = 4;
  private static final int KIND = 5;
  private static final int SLOT = 11;
  private static final int EXIT_CODE = 12;

  private static final String SELECT =
      "SELECT id, coalesce(engine_id, id), removed_at, (SELECT count(*) FROM placement p"
          + " WHERE p.container = container.id AND p.ended_at IS NULL), "
          + COLUMNS
          + " FROM container WHERE ";

  /** The values of {@link #COLUMNS} for a report. */
  static List<@Nullable Object> values(Observed observed) {
    Report report = observed.report();
    return Arrays.asList(
        Observed.stored(report.name()),
        Observed.stored(report.image()),
        Observed.stored(report.node()),
        Observed.stored(report.service()),
        Observed.stored(report.task()),
        word(report.kind()),
        word(report.state()),
        word(report.health()),
        Observed.stored(report.imageDigest()),
        observed.facts(),
        Observed.stored(observed.words()),
        report.slot(),
        report.exitCode(),
        Rows.bit(report.oomKilled()));
  }

  static @Nullable String word(@Nullable Enum<?> value) {
    return value == null ? null : value.name().toLowerCase(Locale.ROOT);
  }

  static Optional<RosterRow> find(Statements sql, String id) throws SQLException {
    return Rows.list(sql, RosterRow::row, SELECT + "id = ?", id).stream().findFirst();
  }

  /** What exists on a node, in one question, by the engine's ids. */
  static Map<String, RosterRow> existingOn(Statements sql, String node) throws SQLException {
    return byEngineId(
        Rows.list(
            sql,
            RosterRow::row,
            SELECT + "node = ? AND removed_at IS NULL AND kind = 'container'",
            node));
  }

  /** What is known of these ids, wherever, in one question. */
  static Map<String, RosterRow> of(Statements sql, Collection<String> ids) throws SQLException {
    if (ids.isEmpty()) {
      return Map.of();
    }
    // Each in an array of its own, because only of those do both databases make plain texts alike.
    String elements = Json.write(ids.stream().map(List::of).toList());
    String in = "id IN (SELECT value ->> 0 FROM " + sql.dialect().elements() + ")";
    return byEngineId(Rows.list(sql, RosterRow::row, SELECT + in, elements));
  }

  private static Map<String, RosterRow> byEngineId(List<RosterRow> rows) {
    Map<String, RosterRow> map = new HashMap<>();
    rows.forEach(row -> map.put(row.engineId, row));
    return map;
  }

  private static RosterRow row(ResultSet row) throws SQLException {
    @Nullable Object[] values = new Object[TEXTS + NUMBERS];
    for (int i = 0; i < TEXTS; i++) {
      values[i] = row.getString(5 + i);
    }
    for (int i = TEXTS; i < TEXTS + NUMBERS; i++) {
      values[i] = Rows.optionalInt(row, 5 + i);
    }
    return new RosterRow(
        row.getString(1),
        row.getString(2),
        Arrays.asList(values),
        Rows.optionalLong(row, 3),
        row.getInt(4) > 0);
  }

  boolean isRemoved() {
    return removedAt != null;
  }

  boolean isContainer() {
    return "container".equals(values.get(KIND));
  }

  @Nullable String node() {
    return (String) values.get(NODE);
  }

  boolean hasExitCode() {
    return values.get(EXIT_CODE) != null;
  }

  boolean isAs(Observed observed) {
    return values.equals(values(observed));
  }

  boolean isPlacedAs(Report report) {
    return Objects.equals(node(), report.node())
        && Objects.equals(values.get(SERVICE), report.service())
        && Objects.equals(values.get(TASK), report.task())
        && Objects.equals(values.get(SLOT), report.slot());
  }
}
