package rollcall.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rollcall.e2e.Command;
import rollcall.e2e.Repository;
import rollcall.e2e.program.Program;

/**
 * A machine loses its power while 16 writers write to its server, {@code -Dcut.rounds} times (20):
 * what was acknowledged is there once it is back, and stored once. Before that the control: a
 * server that is the same but for synchronous=NORMAL must lose some; a proof that cannot tell the
 * two apart proves nothing. Where the processor is emulated a round takes about half a minute.
 */
@Tag("long")
class PowerCutTest {
  private static final int ROUNDS = Integer.getInteger("cut.rounds", 20);
  private static final int CONTROLS = 5;
  private static final String SQLITE_FILE =
      "docker_server/src/main/java/rollcall/server/storage/sqlite/SqliteFile.java";

  @TempDir Path folder;
  private final Random random = new Random();

  @Test
  void powerCutUnderWrites_losesNone_whereTheControlLosesSome() throws Exception {
    try (SmallMachine machine = new SmallMachine(folder)) {
      String control = control(machine);
      System.out.println("the control: " + control);

      machine.preferNoClasses();
      machine.makeDataDisk(Files.createDirectory(folder.resolve("empty")));
      machine.boot();
      machine.serve(Map.of());
      Writers.Account account;
      try (Writers writers = write(machine)) {
        for (int round = 1; round <= ROUNDS; round++) {
          account = cut(machine, writers);
          assertThat(account)
              .as("cut %d", round)
              .matches(Writers.Account::isClean, "none lost, none doubled");
          System.out.printf("cut %d: all of %d are there%n", round, account.acknowledged());
        }
        account = writers.stop();
      }
      machine.assertWhole();
      assertThat(account).matches(Writers.Account::isClean, "none lost, none doubled");
      System.out.printf(
          "%d power cuts: %s; integrity ok; the control: %s%n", ROUNDS, account, control);
    }
  }

  /** Cuts until acknowledged writes are lost. */
  private String control(SmallMachine machine) throws Exception {
    Path data = Files.createDirectory(folder.resolve("control"));
    compileWithNormal(Files.createDirectory(data.resolve("normal")));
    machine.makeDataDisk(data);
    machine.preferClasses("/data/normal");
    machine.boot();
    machine.serve(Map.of());
    try (Writers writers = write(machine)) {
      for (int number = 1; number <= CONTROLS; number++) {
        Writers.Account account = cut(machine, writers);
        assertThat(account.doubled()).isZero();
        if (account.lost() > 0) {
          machine.cutPower();
          return "with synchronous=NORMAL cut %d lost %d of %d"
              .formatted(number, account.lost(), account.acknowledged());
        }
      }
    }
    throw new AssertionError(
        "with synchronous=NORMAL nothing was lost in %d cuts: the proof is void"
            .formatted(CONTROLS));
  }

  private static Writers write(SmallMachine machine) {
    Writers writers = new Writers(16, Duration.ofMillis(20), List.of(machine.url()));
    await(writers, 1);
    return writers;
  }

  private static void await(Writers writers, int more) {
    int goal = writers.acknowledged() + more;
    Awaitility.await(more + " acknowledged writes")
        .atMost(Duration.ofMinutes(5))
        .until(() -> writers.acknowledged() >= goal);
  }

  /** A cut under writes, which stand still while there is no server; their account afterwards. */
  private Writers.Account cut(SmallMachine machine, Writers writers) throws Exception {
    writers.hold(false);
    await(writers, 100 + random.nextInt(200));
    Thread.sleep(random.nextInt(1000));
    machine.cutPower();
    writers.hold(true);
    machine.boot();
    machine.serve(Map.of());
    return writers.account();
  }

  /** The server's class that sets it, compiled with the other word. */
  private void compileWithNormal(Path classes) throws Exception {
    String source = Files.readString(Repository.file(SQLITE_FILE));
    String other =
        source.replace(
            "setSynchronous(SynchronousMode.FULL)", "setSynchronous(SynchronousMode.NORMAL)");
    assertThat(other).as("sets synchronous in the way it did").isNotEqualTo(source);
    Path file = Files.createDirectory(folder.resolve("source")).resolve("SqliteFile.java");
    Files.writeString(file, other);
    Path jar = Program.jar("server");
    Path javac = Path.of(System.getProperty("java.home"), "bin", "javac");
    Command.of(javac.toString(), "-nowarn", "-proc:none")
        .and(List.of("-cp", jar + File.pathSeparator + jar.resolveSibling("lib") + "/*"))
        .and(List.of("-d", classes.toString(), file.toString()))
        .ok();
  }
}
