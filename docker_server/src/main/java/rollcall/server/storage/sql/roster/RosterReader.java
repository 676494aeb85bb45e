package rollcall.server.storage.sql.roster;

import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;
import rollcall.api.container.State;
import rollcall.server.storage.Versioned;
import rollcall.server.storage.change.PrunedException;
import rollcall.server.storage.roster.AmbiguousKeyException;
import rollcall.server.storage.roster.ContainerQuery;
import rollcall.server.storage.roster.RosterEntry;
import rollcall.server.storage.sql.change.ChangeTable;
import rollcall.server.storage.sql.change.EntryRow;
import rollcall.server.storage.sql.connection.EpochNanos;
import rollcall.server.storage.sql.connection.ResultSets;
import rollcall.server.storage.sql.connection.SqlConnection;

/** Reads the roster, the current one or that of an earlier time. */
public final class RosterReader {
  private static final String SELECT = "SELECT " + EntryRow.COLUMNS + " FROM roster WHERE ";

  private static final int MIN_PREFIX_LENGTH = 4;

  /** Sorts after every id with a prefix. */
  private static final String LAST = Character.toString(Character.MAX_CODE_POINT);

  private RosterReader() {}

  public static List<RosterEntry> list(SqlConnection reader, ContainerQuery query)
      throws SQLException {
    ContainerQuery.Criteria criteria = query.criteria();
    List<Object> parameters = new ArrayList<>();
    String from = "roster";
    if (query.at() != null) {
      requireStored(reader, query.at());
      from = ChangeTable.AS_OF;
      parameters.add(ChangeTable.revisionAt(reader, EpochNanos.of(query.at())));
    } else if (criteria.text() != null) {
      from = reader.dialect().searched();
    }
    StringJoiner where =
        new StringJoiner(
            " AND ",
            "SELECT " + EntryRow.COLUMNS + " FROM " + from + " WHERE ",
            " ORDER BY name, id LIMIT ?");
    where.add("TRUE");
    ContainerQuery.Position after = query.after();
    if (after != null) {
      where.add("(name, id) > (?, ?)");
      parameters.addAll(List.of(after.name(), after.id()));
    }
    if (!query.all() && !criteria.states().contains(State.REMOVED)) {
      // The plus prevents SQLite from using the index on node, after which it would sort all rows.
      where.add(criteria.node() == null ? "+removed_at IS NULL" : "removed_at IS NULL");
    }
    addEquals(where, parameters, "node", criteria.node());
    addEquals(where, parameters, "service", criteria.service());
    if (criteria.image() != null) {
      // The tag or digest is optional.
      where.add("(image = ? OR substr(image, 1, length(?) + 1) IN (? || ':', ? || '@'))");
      parameters.addAll(
          List.of(criteria.image(), criteria.image(), criteria.image(), criteria.image()));
    }
    if (!criteria.states().isEmpty()) {
      StringJoiner in = new StringJoiner(", ", "state IN (", ")");
      criteria.states().forEach(state -> in.add("?"));
      where.add(in.toString());
      criteria.states().forEach(state -> parameters.add(state.wireName()));
    }
    for (String label : criteria.labels()) {
      addLabel(where, parameters, reader.dialect().labels(), label);
    }
    if (criteria.text() != null) {
      where.add("words LIKE ? ESCAPE '!'");
      parameters.add(
          "%" + criteria.text().toLowerCase(Locale.ROOT).replaceAll("[!%_]", "!$0") + "%");
    }
    parameters.add(query.limit());
    return ResultSets.page(
        reader, EntryRow::entry, RosterEntry::length, where.toString(), parameters.toArray());
  }

  private static void requireStored(SqlConnection reader, Instant at) throws SQLException {
    Instant earliest = EpochNanos.toInstant(ChangeTable.earliestTime(reader));
    if (at.isBefore(earliest)) {
      throw PrunedException.beforeTime(earliest, at);
    }
  }

  private static void addEquals(
      StringJoiner where, List<Object> parameters, String column, @Nullable String value) {
    if (value != null) {
      where.add(column + " = ?");
      parameters.add(value);
    }
  }

  private static void addLabel(
      StringJoiner where, List<Object> parameters, String labels, String label) {
    int equals = label.indexOf('=');
    String exists = "EXISTS (SELECT 1 FROM " + labels + " WHERE key = ?";
    if (equals < 0) {
      where.add(exists + ")");
      parameters.add(label);
    } else {
      where.add(exists + " AND value = ?)");
      parameters.addAll(List.of(label.substring(0, equals), label.substring(equals + 1)));
    }
  }

  /** Finds a container by its full id, in one statement; the revision is 0 if it is not found. */
  public static Versioned<Optional<RosterEntry>> byId(SqlConnection reader, String id)
      throws SQLException {
    List<Versioned<Optional<RosterEntry>>> found =
        ResultSets.list(
            reader,
            row -> new Versioned<>(Optional.of(EntryRow.entry(row)), row.getLong(11)),
            "SELECT "
                + EntryRow.COLUMNS
                + ", (SELECT value FROM revision) FROM roster WHERE id = ?",
            id);
    return found.isEmpty() ? new Versioned<>(Optional.empty(), 0) : found.get(0);
  }

  /**
   * Finds a container by id, else by name, else by a prefix of the id, like Docker. Short keys and
   * names of services are not taken as prefixes: they would match by chance.
   */
  public static Optional<RosterEntry> find(SqlConnection reader, String key) throws SQLException {
    List<RosterEntry> found = ResultSets.list(reader, EntryRow::entry, SELECT + "id = ?", key);
    if (found.isEmpty()) {
      found =
          ResultSets.list(
              reader,
              EntryRow::entry,
              SELECT + "name = ? ORDER BY removed_at IS NOT NULL, last_seen DESC LIMIT 5",
              key);
      // Names are reused: prefer the existing container to removed ones.
      if (found.size() > 1 && found.get(1).seen().removedAt() != null) {
        found = found.subList(0, 1);
      }
    }
    if (found.isEmpty() && key.length() >= MIN_PREFIX_LENGTH && !isService(reader, key)) {
      found =
          ResultSets.list(
              reader,
              EntryRow::entry,
              SELECT + "id >= ? AND id < ? ORDER BY id LIMIT 5",
              key,
              key + LAST);
    }
    if (found.size() > 1) {
      throw new AmbiguousKeyException(key, found.stream().map(RosterEntry::id).toList());
    }
    return found.stream().findFirst();
  }

  private static boolean isService(SqlConnection reader, String name) throws SQLException {
    String sql = "SELECT service FROM placement WHERE service = ? LIMIT 1";
    return !ResultSets.list(reader, row -> row.getString(1), sql, name).isEmpty();
  }
}
