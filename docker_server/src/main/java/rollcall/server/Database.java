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

/** Which database is used: ROLLCALL_DB and what belongs to it. */
interface Database {
  /** Without secrets. */
  String describe();

  /**
   * Connects.
   *
   * @param timeout how long one wait for it may take
   * @throws rollcall.server.storage.StorageException if it cannot be used
   */
  Backend open(Duration timeout);

  /**
   * Reads the environment.
   *
   * @throws InvalidException naming the variable that is wrong
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

  /** One file. */
  record Sqlite(Path file) implements Database {
    static final String PREFIX = "jdbc:sqlite:";

    /**
     * Not what SQLite reads otherwise: {@code :memory:} and the like, which each connection has for
     * itself, an address {@code file:…}, options.
     */
    static final Pattern NAMES_A_FILE = Pattern.compile(PREFIX + "(?!:|file:)[^?]+");

    /** For a lock that a foreign program holds on the file; our own writers queue at the gate. */
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
   * A server elsewhere.
   *
   * @param patience how long to wait for it at the start
   */
  record Postgres(PostgresAddress address, Duration patience) implements Database {
    @Override
    public String describe() {
      return address.toString();
    }

    @Override
    public Backend open(Duration timeout) {
      return new PostgresBackend(address, timeout, patience);
    }
  }
}
