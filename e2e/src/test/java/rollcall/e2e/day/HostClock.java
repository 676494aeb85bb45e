package rollcall.e2e.day;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import rollcall.e2e.Repository;
import rollcall.e2e.program.Program;

/**
 * The clock of one host, which may be set. Its programs read it; time that they measure (the
 * monotonic clock) goes on as it is.
 */
final class HostClock {
  private final Path file;
  private Duration offset = Duration.ZERO;

  HostClock(Path folder, String host) {
    file = folder.resolve(host + ".clock");
    set(Duration.ZERO);
  }

  /** Sets the clock to so much ahead of the real time; negative is behind. */
  synchronized void set(Duration ahead) {
    offset = ahead;
    try {
      // Renamed into place: a process may be reading it.
      Path next = Path.of(file + ".new");
      Files.writeString(next, String.valueOf(ahead.toSeconds()));
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  synchronized Instant now() {
    return Instant.now().plus(offset);
  }

  /**
   * Prepares a server or an agent of this host. The first compiler will do: a day has seven of
   * them.
   */
  Program program(String name, Path log, Map<String, String> settings) {
    String classes =
        Program.jar(name) + File.pathSeparator + Repository.file("e2e/target/test-classes");
    return Program.withJava(
        name,
        log,
        settings,
        List.of(
            "-XX:TieredStopAtLevel=1",
            "-cp",
            classes,
            WithClock.class.getName(),
            name,
            file.toString()));
  }
}
