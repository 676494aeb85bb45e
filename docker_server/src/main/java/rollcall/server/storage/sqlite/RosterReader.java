package rollcall.server.storage.sqlite;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;
import rollcall.api.State;
import rollcall.server.storage.AmbiguousKeyException;
import rollcall.server.storage.ContainerQuery;
import rollcall.server.storage.Entry;

/** Answers questions about the roster. */
final class RosterReader {
  private static final String COLUMNS =
      "SELECT id, name, facts, timestamp, memory_usage, cpu_usage, first_seen, last_seen,"
          + " removed_at FROM ";
  private static final String SELECT = COLUMNS + "roster WHERE ";

  /**
   * In place of the roster: its words come from the index alone, and its rows only when they match.
   */
  private static final String SEARCHED =
      "(SELECT name, id, words FROM container INDEXED BY container_by_words)"
          + " CROSS JOIN (SELECT * FROM roster) USING (name, id)";

  private RosterReader() {}

  static List<Entry> list(Statements reader, ContainerQuery query) throws SQLException {
    List<Object> parameters = new ArrayList<>();
    String from = "roster";
    if (query.at() != null) {
      from = ChangeTable.AS_OF;
      parameters.add(ChangeTable.revisionAt(reader, Nanos.of(query.at())));
    } else if (query.text() != null) {
      from = SEARCHED;
    }
    StringJoiner where =
        new StringJoiner(" AND ", COLUMNS + from + " WHERE ", " ORDER BY name, id LIMIT ?");
    where.add("1");
    ContainerQuery.Position after = query.after();
    if (after != null) {
      where.add("(name, id) > (?, ?)");
      parameters.addAll(List.of(after.name(), after.id()));
    }
    if (!query.all() && !query.states().contains(State.REMOVED)) {
      // The plus keeps SQLite from scanning the index that is for one node: it would sort all rows.
      where.add(query.node() == null ? "+removed_at IS NULL" : "removed_at IS NULL");
    }
    addEquals(where, parameters, "node", query.node());
    addEquals(where, parameters, "service", query.service());
    if (query.image() != null) {
      // With or without the tag or digest.
      where.add("(image = ? OR substr(image, 1, length(?) + 1) IN (? || ':', ? || '@'))");
      parameters.addAll(List.of(query.image(), query.image(), query.image(), query.image()));
    }
    if (!query.states().isEmpty()) {
      StringJoiner in = new StringJoiner(", ", "state IN (", ")");
      query.states().forEach(state -> in.add("?"));
      where.add(in.toString());
      query.states().forEach(state -> parameters.add(state.word()));
    }
    for (String label : query.labels()) {
      addLabel(where, parameters, label);
    }
    if (query.text() != null) {
      where.add("instr(words, ?) > 0");
      parameters.add(query.text().toLowerCase(Locale.ROOT));
    }
    parameters.add(query.limit());
    return Rows.list(reader, RosterReader::entry, where.toString(), parameters.toArray());
  }

  private static void addEquals(
      StringJoiner where, List<Object> parameters, String column, @Nullable String value) {
    if (value != null) {
      where.add(column + " = ?");
      parameters.add(value);
    }
  }

  private static void addLabel(StringJoiner where, List<Object> parameters, String label) {
    int equals = label.indexOf('=');
    String exists = "EXISTS (SELECT 1 FROM json_each(facts, '$.labels') WHERE key = ?";
    if (equals < 0) {
      where.add(exists + ")");
      parameters.add(label);
    } else {
      where.add(exists + " AND value = ?)");
      parameters.addAll(List.of(label.substring(0, equals), label.substring(equals + 1)));
    }
  }

  /** By id, else by name, else by a prefix of the id: Docker's own order. */
  static Optional<Entry> find(Statements reader, String key) throws SQLException {
    List<Entry> found = Rows.list(reader, RosterReader::entry, SELECT + "id = ?", key);
    if (found.isEmpty()) {
      found =
          Rows.list(
              reader,
              RosterReader::entry,
              SELECT + "name = ? ORDER BY removed_at IS NOT NULL, last_seen DESC LIMIT 5",
              key);
      // Names are used again: those that exist now come before those that did.
      if (found.size() > 1 && found.get(1).removedAt() != null) {
        found = found.subList(0, 1);
      }
    }
    if (found.isEmpty()) {
      found =
          Rows.list(
              reader,
              RosterReader::entry,
              SELECT + "id >= ?1 AND id < ?1 || char(1114111) LIMIT 5",
              key);
    }
    if (found.size() > 1) {
      throw new AmbiguousKeyException(key, found.stream().map(Entry::id).toList());
    }
    return found.stream().findFirst();
  }

  static Entry entry(ResultSet row) throws SQLException {
    return new Entry(
        row.getString(1),
        row.getString(2),
        row.getString(3),
        Rows.time(row, 4),
        row.getDouble(5),
        row.getDouble(6),
        Rows.time(row, 7),
        Rows.time(row, 8),
        Rows.optionalTime(row, 9));
  }
}
