package rollcall.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rollcall.api.Problem;
import rollcall.api.history.ChangePage;
import rollcall.api.json.Json;
import rollcall.api.status.Status;

/** {@code rollcall backup} and {@code restore} with real servers, each in its own process. */
class BackupsTest {
  private static final Instant T0 = Instant.parse("2026-11-20T12:00:00Z");
  private static final String REPLACED = "rollcall.db.replaced-";

  @TempDir Path folder;
  @TempDir Path elsewhere;
  private Path database;
  private Path backup;
  private ServerProcess server;

  @BeforeEach
  void start() throws Exception {
    database = folder.resolve("rollcall.db");
    backup = elsewhere.resolve("backup.db");
    server = new ServerProcess(database, "server.1", List.of(), Map.of()).start().awaitAnswer();
  }

  @AfterEach
  void stop() throws Exception {
    server.kill();
  }

  @Test
  void aBackupOfARunningServer_isRestored_andClientsReload() throws Exception {
    post("a1");
    post("a2");
    String id = status().storage().id();

    CommandProcess done = command("backup", backup.toString());

    assertThat(done.errors())
        .matches(
            "rollcall: backed up " + database + " at revision 2: \\d+\\.\\d MiB in \\d+\\.\\d s\n");
    assertThat(done.exitCode()).isZero();
    assertThat(done.output()).isEmpty();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(backup)))
        .isEqualTo("rw-------");
    assertThat(names(elsewhere)).containsExactly("backup.db");

    post("later");
    assertThat(server.terminate()).isEqualTo(143);
    fails(2, "restore: not restored: the database", "is not empty; --force", "restore");
    done = command("restore", "--force", backup.toString());
    assertThat(done.errors())
        .contains("rollcall: restored " + database + " as of revision 2, now ");
    assertThat(done.errors()).contains("rollcall: the replaced database is kept as " + folder);
    assertThat(done.exitCode()).isZero();

    server.start().awaitAnswer();
    assertThat(server.get("/api/containers/a2").statusCode()).isEqualTo(200);
    assertThat(server.get("/api/containers/later").statusCode()).isEqualTo(404);
    assertThat(status().storage().id()).isNotEqualTo(id);
    for (int held = 0; held <= 4; held++) {
      HttpResponse<String> answer = server.get("/api/changes?since=" + held);
      assertThat(answer.statusCode()).isEqualTo(410);
      assertThat(Json.read(answer.body(), Problem.class).detail()).contains("are no longer stored");
    }
    long fresh = status().revision();
    post("new");
    ChangePage changes =
        Json.read(server.get("/api/changes?since=" + fresh).body(), ChangePage.class);
    assertThat(changes.changes()).singleElement().matches(c -> c.revision() == fresh + 1);
  }

  @Test
  void aRestoreOfARunningServersDatabase_isRefused() throws Exception {
    post("a1");
    succeeds("backup", backup.toString());
    post("a2");
    List<String> files = names(folder);

    CommandProcess refused = command("restore", "--force", backup.toString());

    assertThat(refused.errors())
        .isEqualTo(
            "rollcall restore: not restored: a process has the database "
                + database
                + " open; stop all servers, like `docker service scale rollcall_server=0`\n");
    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(names(folder)).isEqualTo(files);
    post("a3");
    assertThat(server.get("/api/containers/a2").statusCode()).isEqualTo(200);

    // SQLite cannot read it any more, but a server still has it open.
    server.signal("STOP");
    Files.delete(folder.resolve("rollcall.db-wal"));
    try (RandomAccessFile file = new RandomAccessFile(database.toFile(), "rw")) {
      file.write("This is not a database.".getBytes(StandardCharsets.US_ASCII));
    }
    refused = command("restore", "--force", backup.toString());
    assertThat(refused.errors()).contains("a process has the database");
    assertThat(refused.exitCode()).isEqualTo(1);

    server.kill();
    refused = command("restore", backup.toString());
    assertThat(refused.errors())
        .contains("is not an intact Rollcall database", "--force replaces it");
    assertThat(refused.exitCode()).isEqualTo(2);
    succeeds("restore", "--force", backup.toString());
    server.start().awaitAnswer();
    assertThat(server.get("/api/containers/a1").statusCode()).isEqualTo(200);
    assertThat(server.get("/api/containers/a2").statusCode()).isEqualTo(404);
  }

  @Test
  void afterAKill_theReplacedDatabaseIsKeptIntact() throws Exception {
    succeeds("backup", backup.toString());
    post("acknowledged");
    server.kill();
    assertThat(folder.resolve("rollcall.db-wal")).isNotEmptyFile();

    succeeds("restore", "--force", backup.toString());

    List<String> files = names(folder);
    assertThat(files).hasSize(3).contains("rollcall.db", "rollcall.db.gate");
    String aside =
        files.stream().filter(name -> name.startsWith(REPLACED)).findFirst().orElseThrow();
    server = new ServerProcess(folder.resolve(aside), "server.1", List.of(), Map.of()).start();
    server.awaitAnswer();
    assertThat(server.get("/api/containers/acknowledged").statusCode()).isEqualTo(200);
  }

  @Test
  void throughPipesIntoAFolderThatLostItsDatabase() throws Exception {
    post("a1");
    CommandProcess done = command("backup", "-");
    assertThat(done.exitCode()).isZero();
    Files.writeString(backup, done.output(), StandardCharsets.ISO_8859_1);
    server.terminate();
    Files.delete(database);

    done = CommandProcess.run("jdbc:sqlite:" + database, backup, "restore", "-");

    assertThat(done.errors()).startsWith("rollcall: restored ").doesNotContain("kept as");
    assertThat(done.exitCode()).isZero();
    server.start().awaitAnswer();
    assertThat(server.get("/api/containers/a1").statusCode()).isEqualTo(200);
  }

  @Test
  void withoutForce_nothingIsOverwritten() throws Exception {
    Files.writeString(backup, "precious");

    fails(2, "backup: not backed up: " + backup, " exists; --force replaces it", "backup");
    assertThat(Files.readString(backup)).isEqualTo("precious");
    succeeds("backup", "--force", backup.toString());
    assertThat(Files.readString(backup, StandardCharsets.ISO_8859_1)).startsWith("SQLite format 3");

    Files.writeString(backup, "precious");
    fails(2, "export: not exported: " + backup, " exists; --force replaces it", "export");
    assertThat(Files.readString(backup)).isEqualTo("precious");
    succeeds("export", "--force", backup.toString());
    assertThat(Files.readString(backup)).startsWith("{\"rollcall_export\":1,");
    assertThat(Files.getPosixFilePermissions(backup))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    assertThat(names(elsewhere)).containsExactly("backup.db");

    server.terminate();
    CommandProcess itself = command("restore", "--force", database.toString());
    assertThat(itself.errors()).contains(database + " is the database itself");
    assertThat(itself.exitCode()).isEqualTo(2);
    CommandProcess nowhere = command("backup", elsewhere + "/no/such/folder");
    assertThat(nowhere.errors()).startsWith("rollcall backup: the file cannot be used: ");
    assertThat(nowhere.exitCode()).isEqualTo(1);
  }

  @Test
  void otherDatabasesAndWrongArguments_areRefused() throws Exception {
    for (String command : List.of("backup", "restore")) {
      CommandProcess done =
          CommandProcess.run("jdbc:postgresql://db.invalid/r", null, command, backup.toString());
      assertThat(done.errors()).contains("pg_dump", "`rollcall export`");
      assertThat(done.exitCode()).isEqualTo(2);

      CommandProcess help = command(command, "--help");
      assertThat(help.exitCode()).isZero();
      assertThat(help.output()).contains("rollcall " + command + " [--force] FILE|-");

      CommandProcess wrong = command(command, "--forse", backup.toString());
      assertThat(wrong.errors()).contains("invalid arguments: " + command + " --forse");
      assertThat(wrong.exitCode()).isEqualTo(2);
      wrong = command(command, "--force");
      assertThat(wrong.errors()).contains("invalid arguments: " + command + " --force");
      assertThat(wrong.exitCode()).isEqualTo(2);
      assertThat(command(command).exitCode()).isEqualTo(2);
    }
    CommandProcess none =
        CommandProcess.run(
            "jdbc:sqlite:" + elsewhere + "/no.db", null, "backup", backup.toString());
    assertThat(none.errors()).contains("not backed up: the database ");
    assertThat(none.exitCode()).isEqualTo(2);
    assertThat(names(elsewhere)).isEmpty();
  }

  private void succeeds(String... arguments) throws Exception {
    CommandProcess done = command(arguments);
    assertThat(done.exitCode()).as(done.errors()).isZero();
  }

  private void fails(int exitCode, String start, String end, String command) throws Exception {
    CommandProcess done = command(command, backup.toString());
    assertThat(done.errors()).startsWith("rollcall " + start).contains(end);
    assertThat(done.exitCode()).isEqualTo(exitCode);
  }

  private CommandProcess command(String... arguments) throws Exception {
    return CommandProcess.run("jdbc:sqlite:" + database, null, arguments);
  }

  private void post(String id) throws Exception {
    HttpResponse<String> answer = server.post("/api/reports", Json.write(Reports.full(id, id, T0)));
    assertThat(answer.statusCode()).isEqualTo(201);
  }

  private Status status() throws Exception {
    return Json.read(server.get("/api/status").body(), Status.class);
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
