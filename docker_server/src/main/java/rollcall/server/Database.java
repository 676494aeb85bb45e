package rollcall.server;

import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import rollcall.common.Environment;
import rollcall.common.InvalidException;
import rollcall.server.storage.postgres.PostgresAddress;
import rollcall.server.storage.postgres.PostgresBackend;
import rollcall.server.storage.sql.connection.Backend;
import rollcall.server.storage.sqlite.SqliteBackend;

/** Which database is used: ROLLCALL_DB and the settings that depend on it. */
interface Database {
  /** Returns a description for the log, without secrets. */
  String describe();

  /**
   * Connects.
   *
   * @param timeout maximum duration of one wait for the database
   * @throws rollcall.server.storage.StorageException if it cannot be used
   */
  Backend open(Duration timeout);

  /**
   * Reads the environment.
   *
   * @throws InvalidException naming the invalid variable
   */
  static Database of(Environment env) {
    String folder =
        env.text("XDG_DATA_HOME", env.text("HOME", ".") + "/.local/share") + "/rollcall";
    String url = env.text("ROLLCALL_DB", Sqlite.PREFIX + folder + "/rollcall.db");
    if (url.startsWith(PostgresAddress.PREFIX)) {
      PostgresAddress address =
          new PostgresAddress(
              url,
              env.secret("ROLLCALL_DB_USER").orElse(null),
              env.password("ROLLCALL_DB_PASSWORD").orElse(null));
      return new Postgres(
          address, env.duration("ROLLCALL_DB_CONNECT_TIMEOUT", Duration.ofSeconds(60)));
    }
    if (!Sqlite.NAMES_A_FILE.matcher(url).matches()) {
      throw new InvalidException(
          "ROLLCALL_DB=\""
              + PostgresAddress.mask(url)
              + "\": expected like jdbc:sqlite:/path/to/rollcall.db"
              + " or jdbc:postgresql://host:5432/rollcall with ROLLCALL_DB_USER and"
              + " ROLLCALL_DB_PASSWORD");
    }
    return new Sqlite(Path.of(url.substring(Sqlite.PREFIX.length())));
  }

  /** An SQLite file. */
  record Sqlite(Path file) implements Database {
    static final String PREFIX = "jdbc:sqlite:";

    /**
     * Excludes the other forms that SQLite accepts: {@code :memory:} and the like, which are
     * private to each connection, URIs {@code file:…}, and options.
     */
    static final Pattern NAMES_A_FILE = Pattern.compile(PREFIX + "(?!:|file:)[^?]+");

    /** For locks of other programs on the file; servers' writers queue at the write lock. */
    private static final Duration BUSY_TIMEOUT = Duration.ofSeconds(2);

    @Override
    public String describe() {
      return file.toString();
    }

    @Override
    public Backend open(Duration timeout) {
      return new SqliteBackend(file, BUSY_TIMEOUT);
    }
  }

  /**
   * A PostgreSQL server.
   *
   * @param connectTimeout how long the start waits for a connection
   */
  record Postgres(PostgresAddress address, Duration connectTimeout) implements Database {
    @Override
    public String describe() {
      return address.toString();
    }

    @Override
    public Backend open(Duration timeout) {
      return new PostgresBackend(address, timeout, connectTimeout);
    }
  }
}
