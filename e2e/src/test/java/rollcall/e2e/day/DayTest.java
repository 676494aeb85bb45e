package rollcall.e2e.day;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import rollcall.e2e.Repository;
import rollcall.e2e.program.Program;

/**
 * A day in fast motion. {@code -Dday.seed=N} repeats one, {@code -Dday.steps=N} makes it shorter or
 * longer; the programs' logs are in {@code e2e/target/day}.
 */
@Tag("long")
class DayTest {
  private static final long SEED = Long.getLong("day.seed", 20261130);
  private static final int STEPS = Integer.getInteger("day.steps", 150);

  @Test
  void afterADayOfEverything_rosterHistoryAndEnginesAgree_andNoAlarmWasFalse() throws Exception {
    Path folder = Files.createDirectories(Repository.file("e2e/target/day"));
    try (var old = Files.list(folder)) {
      for (Path file : old.toList()) {
        Files.delete(file);
      }
    }
    System.out.println("seed " + SEED + ", " + STEPS + " steps; logs in " + folder);
    try (World world = new World(folder)) {
      Happenings day = new Happenings(world, SEED);
      Agreement agreement = new Agreement(world);
      day.first();
      world.start();
      Eventually.holds("the first roster", agreement::roster);
      day.steps(STEPS / 2);
      day.outage();
      day.steps(STEPS / 2);
      Eventually.holds("roster and engines agree", agreement::roster);
      day.restartAll();
      Eventually.holds("roster and engines agree after all restarts", agreement::roster);
      Eventually.holds("all nodes are heard", agreement::nodes);
      agreement.history();
      agreement.alarms();
      for (Program program : world.programs()) {
        assertThat(program.isAlive()).isTrue();
        assertThat(program.logBytes()).as("bytes of log").isLessThan(1_000_000);
      }
    }
  }
}
