package rollcall.server.storage.sql.connection;

/**
 * The SQL fragments that differ between the databases.
 *
 * @param elements a table of the elements, {@code value}, of a JSON array, its one parameter
 * @param labels a table, {@code key} and {@code value}, of the labels in {@code facts}
 * @param searched the roster with the {@code words} to search in
 */
public record Dialect(String elements, String labels, String searched) {}
