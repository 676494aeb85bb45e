package rollcall.e2e.day;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;

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

  /** Where {@link WithClock} reads it. */
  Path file() {
    return file;
  }
}
