package rollcall.e2e.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import rollcall.e2e.Command;

/**
 * The server's jar alone, for a user without a home, where programs may not run from some folders
 * or the database's files are root's: where it cannot work, one line says why and what to do. Takes
 * root, for the mounts.
 */
@Tag("docker")
class TheirFoldersTest {
  private static final String LISTENING = " listening on ";

  @TempDir(factory = VarTmp.class)
  Path folder;

  private Path data;

  @BeforeAll
  static void build() {
    Command.of("./rollcall", "client", "--version").within(Duration.ofMinutes(15)).ok();
  }

  @BeforeEach
  void copyTheServer() throws Exception {
    Command.of("cp", "-r", "docker_server/target/rollcall-server.jar", "docker_server/target/lib")
        .and(List.of(folder.toString()))
        .ok();
    data = Files.createDirectory(folder.resolve("data"));
    Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxrwxrwx"));
  }

  @Test
  void library_isUnpackedWhereItMayRun() throws Exception {
    works("one.db", "/tmp");
    works("one.db", "/tmp", "/var/tmp");
    refuses("native library", "one.db", "/tmp", "/var/tmp", "/dev/shm");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-wal", "-shm", ".gate"})
  void file_ofRoot_isNamedWithWhatToDo(String suffix) throws Exception {
    works("two.db");
    String file = data + "/two.db" + suffix;
    Command.of("touch", file).ok();
    Command.of("chown", "root:", file).ok();
    Command.of("chmod", "644", file).ok();
    refuses("two.db" + suffix + " belongs to root, and this program runs as nobody", "two.db");
    assertThat(lastLine()).contains("chown nobody");
  }

  @Test
  void folder_ofRoot_isNamed() throws Exception {
    Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxr-xr-x"));
    refuses("folder " + data + " is not writable", "three.db");
  }

  private void works(String database, String... noexec) throws Exception {
    serve(database, noexec);
    assertThat(said()).contains(LISTENING);
  }

  /** It ends with 1, and its last line says why. */
  private void refuses(String why, String database, String... noexec) throws Exception {
    assertThat(serve(database, noexec)).as(said()).isEqualTo(1);
    assertThat(lastLine()).contains(why);
    assertThat(said()).doesNotContain("\n\tat "); // a stack trace
  }

  /** Runs the server until it listens or ends; its exit code. */
  private int serve(String database, String... noexec) throws Exception {
    Process server =
        Command.of(new NoExec(folder).in(List.of(noexec)))
            .and(List.of("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"))
            .and(List.of("java", "-jar", folder.resolve("rollcall-server.jar").toString()))
            .with("ROLLCALL_DB", "jdbc:sqlite:" + data.resolve(database))
            .with("ROLLCALL_PORT", "0")
            .with("ROLLCALL_DRAIN_TIMEOUT", "0s")
            .start(log());
    try {
      Awaitility.await()
          .atMost(Duration.ofMinutes(2))
          .until(() -> said().contains(LISTENING) || !server.isAlive());
      server.destroy();
      assertThat(server.waitFor(60, TimeUnit.SECONDS)).isTrue();
      return server.exitValue();
    } finally {
      server.destroyForcibly();
    }
  }

  private Path log() {
    return folder.resolve("log");
  }

  private String said() throws Exception {
    return Files.readString(log());
  }

  private String lastLine() throws Exception {
    return said().strip().replaceFirst("(?s).*\n", "");
  }
}
