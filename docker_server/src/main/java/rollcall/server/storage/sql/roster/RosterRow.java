package rollcall.server.storage.sql.roster;

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
import rollcall.api.container.Report;
import rollcall.server.storage.sql.connection.Dialect;
import rollcall.server.storage.sql.connection.ResultSets;
import rollcall.server.storage.sql.connection.SqlConnection;

/**
 * A row of the table {@code container}.
 *
 * @param engineId the container's id on its engine; {@code id} differs from it if another node has
 *     a container of that id
 * @param values of {@link #COLUMNS}
 * @param isPlaced whether it has an open placement
 */
record RosterRow(
    String id,
    String engineId,
    List<@Nullable Object> values,
    @Nullable Long removedAt,
    boolean isPlaced) {
  /** The columns of a report, without its measurements. */
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

  /** Returns the values of {@link #COLUMNS} for a report. */
  static List<@Nullable Object> values(PreparedReport prepared) {
    Report report = prepared.report();
    return Arrays.asList(
        PreparedReport.stored(report.name()),
        PreparedReport.stored(report.image()),
        PreparedReport.stored(report.node()),
        PreparedReport.stored(report.service()),
        PreparedReport.stored(report.task()),
        wireName(report.kind()),
        wireName(report.state()),
        wireName(report.health()),
        PreparedReport.stored(report.imageDigest()),
        prepared.facts(),
        PreparedReport.stored(prepared.words()),
        report.slot(),
        report.exitCode(),
        ResultSets.bit(report.oomKilled()));
  }

  static @Nullable String wireName(@Nullable Enum<?> value) {
    return value == null ? null : value.name().toLowerCase(Locale.ROOT);
  }

  static Optional<RosterRow> find(SqlConnection sql, String id) throws SQLException {
    return ResultSets.list(sql, RosterRow::row, SELECT + "id = ?", id).stream().findFirst();
  }

  /** Reads the existing containers of a node in one query, by their ids on the engine. */
  static Map<String, RosterRow> existingOn(SqlConnection sql, String node) throws SQLException {
    return byEngineId(
        ResultSets.list(
            sql,
            RosterRow::row,
            SELECT + "node = ? AND removed_at IS NULL AND kind = 'container'",
            node));
  }

  /** Reads those of them that have these ids on the engine. */
  static Map<String, RosterRow> existingOn(SqlConnection sql, String node, Collection<String> ids)
      throws SQLException {
    return byEngineId(
        ResultSets.list(
            sql,
            RosterRow::row,
            SELECT
                + "node = ? AND removed_at IS NULL AND kind = 'container' AND "
                + sql.dialect().isOneOf("coalesce(engine_id, id)"),
            node,
            Dialect.texts(ids)));
  }

  /** Reads containers of any node in one query, by their ids on the engine. */
  static Map<String, RosterRow> of(SqlConnection sql, Collection<String> ids) throws SQLException {
    if (ids.isEmpty()) {
      return Map.of();
    }
    return byEngineId(
        ResultSets.list(
            sql, RosterRow::row, SELECT + sql.dialect().isOneOf("id"), Dialect.texts(ids)));
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
      values[i] = ResultSets.optionalInt(row, 5 + i);
    }
    return new RosterRow(
        row.getString(1),
        row.getString(2),
        Arrays.asList(values),
        ResultSets.optionalLong(row, 3),
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

  boolean matches(PreparedReport prepared) {
    return values.equals(values(prepared));
  }

  boolean hasPlacementOf(Report report) {
    return Objects.equals(node(), report.node())
        && Objects.equals(values.get(SERVICE), report.service())
        && Objects.equals(values.get(TASK), report.task())
        && Objects.equals(values.get(SLOT), report.slot());
  }
}
