package rollcall.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import rollcall.common.VitalThread;

/** A server must not go on without one of its threads: nothing would start it again. */
class VitalThreadsTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"writer", "feed", "request-log", "webhook", "housekeeping"})
  void aThreadThatDies_endsTheProcess(String thread) throws Exception {
    Path log = folder.resolve("log");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                DyingThread.class.getName(),
                thread,
                folder.resolve("rollcall.db").toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    assertThat(process.exitValue()).as(Files.readString(log)).isEqualTo(VitalThread.EXIT_CODE);
    assertThat(Files.readString(log))
        .contains("the thread \"" + thread + "\" died", "java.lang.OutOfMemoryError: as if");
  }
}
