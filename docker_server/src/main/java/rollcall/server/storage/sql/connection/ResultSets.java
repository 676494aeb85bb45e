package rollcall.server.storage.sql.connection;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import rollcall.server.storage.PageSize;

/** Reads result sets, and column types that JDBC does not support directly. */
public final class ResultSets {
  /**
   * Start of a subquery, completed by the table's name: its next sequence number. Unlike a SQL
   * sequence it leaves no gaps; it is safe because writers run one at a time.
   */
  public static final String NEXT_SEQ = "(SELECT coalesce(max(seq), 0) + 1 ";

  private ResultSets() {}

  public interface Mapper<T> {
    T map(ResultSet row) throws SQLException;
  }

  public static <T> List<T> list(
      SqlConnection reader, Mapper<T> mapper, String sql, @Nullable Object... parameters)
      throws SQLException {
    List<T> list = new ArrayList<>();
    try (ResultSet rows = reader.bind(sql, parameters).executeQuery()) {
      while (rows.next()) {
        list.add(mapper.map(rows));
      }
    }
    return list;
  }

  /** Reads as many rows as fit into a page, see {@link PageSize}, and one more if there is one. */
  public static <T> List<T> page(
      SqlConnection reader,
      Mapper<T> mapper,
      ToIntFunction<T> length,
      String sql,
      @Nullable Object... parameters)
      throws SQLException {
    List<T> list = new ArrayList<>();
    long characters = 0;
    try (ResultSet rows = reader.bind(sql, parameters).executeQuery()) {
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

  /** Converts a boolean to 1 or 0, which both databases store alike. */
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
