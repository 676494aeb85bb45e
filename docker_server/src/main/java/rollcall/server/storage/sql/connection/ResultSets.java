package rollcall.server.storage.sql.connection;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import rollcall.server.storage.PageSize;

/** Reads column types that JDBC handles badly, and whole result sets. */
public final class ResultSets {
  /**
   * Completed by the table: its next number in the order of arrival, without the gaps of a
   * sequence, since one writer at a time asks.
   */
  public static final String NEXT_SEQ = "(SELECT coalesce(max(seq), 0) + 1 ";

  private ResultSets() {}

  /** Makes one object of the current row. */
  public interface Mapper<T> {
    T map(ResultSet row) throws SQLException;
  }

  public static <T> List<T> list(
      SqlConnection statements, Mapper<T> mapper, String sql, @Nullable Object... parameters)
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
  public static <T> List<T> page(
      SqlConnection statements,
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

  public static @Nullable Long optionalLong(ResultSet row, int column) throws SQLException {
    long value = row.getLong(column);
    return row.wasNull() ? null : value;
  }

  public static @Nullable Integer optionalInt(ResultSet row, int column) throws SQLException {
    int value = row.getInt(column);
    return row.wasNull() ? null : value;
  }

  /** True and false as every database keeps them. */
  public static @Nullable Integer bit(@Nullable Boolean value) {
    return value == null ? null : value ? 1 : 0;
  }

  public static Instant time(ResultSet row, int column) throws SQLException {
    return EpochNanos.toInstant(row.getLong(column));
  }

  public static @Nullable Instant optionalTime(ResultSet row, int column) throws SQLException {
    Long nanos = optionalLong(row, column);
    return nanos == null ? null : EpochNanos.toInstant(nanos);
  }
}
