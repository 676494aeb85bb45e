package rollcall.server.storage.sql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import rollcall.server.storage.PageSize;

/** Reads columns that JDBC makes awkward, and whole results. */
final class Rows {
  /**
   * Completed by the table: its next number in the order of arrival, without the gaps of a
   * sequence, since one writer at a time asks.
   */
  static final String NEXT_SEQ = "(SELECT coalesce(max(seq), 0) + 1 ";

  private Rows() {}

  /** Makes one object of the current row. */
  interface Mapper<T> {
    T map(ResultSet row) throws SQLException;
  }

  static <T> List<T> list(
      Statements statements, Mapper<T> mapper, String sql, @Nullable Object... parameters)
      throws SQLException {
    List<T> list = new ArrayList<>();
    try (ResultSet rows = statements.bind(sql, parameters).executeQuery()) {
      while (rows.next()) {
        list.add(mapper.map(rows));
      }
    }
    return list;
  }

  /**
   * As many as fit into a page, see {@link PageSize}, and one more if there is one: the others are
   * not read.
   */
  static <T> List<T> page(
      Statements statements,
      Mapper<T> mapper,
      ToIntFunction<T> length,
      String sql,
      @Nullable Object... parameters)
      throws SQLException {
    List<T> list = new ArrayList<>();
    long characters = 0;
    try (ResultSet rows = statements.bind(sql, parameters).executeQuery()) {
      while ((characters <= PageSize.CHARACTERS || list.size() < 2) && rows.next()) {
        T row = mapper.map(rows);
        characters += length.applyAsInt(row);
        list.add(row);
      }
    }
    return list;
  }

  static @Nullable Long optionalLong(ResultSet row, int column) throws SQLException {
    long value = row.getLong(column);
    return row.wasNull() ? null : value;
  }

  static @Nullable Integer optionalInt(ResultSet row, int column) throws SQLException {
    int value = row.getInt(column);
    return row.wasNull() ? null : value;
  }

  /** True and false as every database keeps them. */
  static @Nullable Integer bit(@Nullable Boolean value) {
    return value == null ? null : value ? 1 : 0;
  }

  static Instant time(ResultSet row, int column) throws SQLException {
    return Nanos.toInstant(row.getLong(column));
  }

  static @Nullable Instant optionalTime(ResultSet row, int column) throws SQLException {
    Long nanos = optionalLong(row, column);
    return nanos == null ? null : Nanos.toInstant(nanos);
  }
}
