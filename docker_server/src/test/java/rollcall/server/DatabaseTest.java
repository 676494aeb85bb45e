package rollcall.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import rollcall.common.Environment;
import rollcall.common.InvalidException;
import rollcall.server.storage.StorageException;
import rollcall.server.storage.sql.connection.Backend;

/** Reads ROLLCALL_DB and related settings, and never shows a secret. */
class DatabaseTest {
  @TempDir Path folder;

  @Test
  void postgres_showsAddressAndUserButNoSecret() throws Exception {
    Path file = Files.writeString(folder.resolve("password"), "geheim\n");

    Config config =
        Config.of(
            Map.of(
                "ROLLCALL_DB", "jdbc:postgresql://db:5432/rollcall?sslmode=require",
                "ROLLCALL_DB_USER", "server",
                "ROLLCALL_DB_PASSWORD_FILE", file.toString()));

    assertThat(config.describe())
        .contains("database jdbc:postgresql://db:5432/rollcall?sslmode=require as server")
        .doesNotContain("geheim");
    assertThat(config.toString()).doesNotContain("geheim");
    assertThat(((Database.Postgres) config.storage().database()).address().password())
        .isEqualTo("geheim");
  }

  @Test
  void postgres_aPasswordInTheUrlIsMasked() {
    Config config =
        Config.of(
            Map.of("ROLLCALL_DB", "jdbc:postgresql://db/r?user=u&password=geheim&sslmode=require"));

    assertThat(config.describe())
        .contains("database jdbc:postgresql://db/r?user=u&password=***&sslmode=require");
  }

  @Test
  void postgres_settingsGivenTwice_areRefused() {
    assertThatThrownBy(
            () ->
                Config.of(
                    Map.of(
                        "ROLLCALL_DB", "jdbc:postgresql://db/r?password=geheim",
                        "ROLLCALL_DB_PASSWORD", "geheim")))
        .isInstanceOf(InvalidException.class)
        .hasMessage("ROLLCALL_DB and ROLLCALL_DB_PASSWORD both set the password: set it once");
  }

  @Test
  void aFileMayHaveAnyName() {
    String name = folder + "/a blank, 'quotes\", ü, #% and 数.db";

    Config config = Config.of(Map.of("ROLLCALL_DB", "jdbc:sqlite:" + name));

    try (Backend backend = config.storage().database().open(Duration.ofSeconds(10))) {
      assertThat(backend.kind()).isEqualTo("sqlite");
    }
    assertThat(Path.of(name + ".gate")).exists();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/tmp", ".", "/proc/rollcall.db", "/dev/null/rollcall.db"})
  void anUnusableFolder_isReportedInOneLine(String name) {
    Database database =
        Config.of(Map.of("ROLLCALL_DB", "jdbc:sqlite:" + name)).storage().database();

    assertThatThrownBy(() -> database.open(Duration.ofSeconds(10)))
        .isInstanceOf(StorageException.class)
        .hasMessageStartingWith("cannot open the database " + name + ": ")
        .hasMessageContaining("ROLLCALL_DB=jdbc:sqlite:/path/to/rollcall.db")
        .hasMessageNotContaining("\n");
  }

  /** All characters of a password count, except a line end that an editor adds. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "plain",
        "blank at the end ",
        " at the beginning",
        "tab\t",
        "grüß",
        "日本🐳",
        "\u00a0"
      })
  void postgres_aPasswordOfAnyTextLogsIn(String password) throws Exception {
    Path file = Files.writeString(folder.resolve("password"), password + "\n");
    try (TestPostgres postgres = new TestPostgres()) {
      postgres.execute("CREATE ROLE guarded LOGIN PASSWORD '" + password + "'");
      String url = postgres.newDatabase("OWNER guarded").replace("?user=rollcall", "");
      Map<String, String> env = Map.of("ROLLCALL_DB", url, "ROLLCALL_DB_USER", "guarded");
      for (Map.Entry<String, String> way :
          Map.of(
                  "ROLLCALL_DB_PASSWORD",
                  password,
                  "ROLLCALL_DB_PASSWORD_FILE",
                  file.toString(),
                  "ROLLCALL_DB",
                  url
                      + "?password="
                      + URLEncoder.encode(password, StandardCharsets.UTF_8).replace("+", "%20"))
              .entrySet()) {
        Map<String, String> all = new HashMap<>(env);
        all.put(way.getKey(), way.getValue());
        Database.of(new Environment(all)).open(Duration.ofSeconds(10)).close();
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "jdbc:postgresql:r?password=geheim, jdbc:postgresql:r?password=***",
    "jdbc:postgresql:r?password=ge&heim, jdbc:postgresql:r?password=***",
    "jdbc:postgresql:r?sslpassword=geheim&user=u, jdbc:postgresql:r?sslpassword=***&user=u",
    "jdbc:postgresql://u:geheim@db/r, jdbc:postgresql://***",
    "jdbc:postgresql://u:geheim%40db/r, jdbc:postgresql://***",
    "jdbc:postgresql://u:geheim/r, jdbc:postgresql://***",
    "jdbc:postgresql://db:99999/r?PASSWORD=geheim, jdbc:postgresql://db:99999/r?PASSWORD=***",
    "postgres://u:geheim@db:5432/r, postgres://***",
    "postgresql://u:geheim@db/r?sslmode=require, postgresql://***",
    "postgres://u:ge/heim@db/r, postgres://***",
    "postgres://u:ge@geheim@db/r, postgres://***",
    "postgres://u:ge?geheim@db/r, postgres://***",
    "postgres://u:geheim, postgres://***",
    "u:geheim@db, u:***",
    "jdbc:oracle:thin:u/geheim@//db/r, jdbc:***",
    "jdbc:sqlserver://db;user=u;password=geheim, jdbc:sqlserver://db;user=u;password=***",
    "jdbc:mysql://db/r, jdbc:mysql://db/r",
    "jdbc:sqlite:, jdbc:sqlite:",
    "jdbc:sqlite:r.db?mode=ro, jdbc:sqlite:r.db?mode=ro",
    "jdbc:sqlite::memory:, jdbc:sqlite::memory:",
    "jdbc:sqlite::resource:r.db, jdbc:sqlite::resource:r.db",
    "jdbc:sqlite:file:r.db, jdbc:sqlite:file:r.db",
    "jdbc:sqlite:file::memory:, jdbc:sqlite:file::memory:",
  })
  void whatCannotBeReadIsQuotedWithoutSecrets(String url, String quoted) {
    assertThatThrownBy(() -> Config.of(Map.of("ROLLCALL_DB", url)))
        .isInstanceOf(InvalidException.class)
        .hasMessageStartingWith("ROLLCALL_DB=\"" + quoted + "\": expected like jdbc:")
        .hasMessageNotContaining("geheim");
  }
}
