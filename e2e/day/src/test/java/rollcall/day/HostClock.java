package rollcall.day;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The clock of one host, which may be set. Its processes see it through libfaketime; time that they
 * measure (the monotonic clock) goes on as it is.
 */
final class HostClock {
  private static final Path LIBRARY = library();

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
      Files.writeString(next, String.format(Locale.ROOT, "%+d", ahead.toSeconds()));
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  synchronized Instant now() {
    return Instant.now().plus(offset);
  }

  /** What gives a process this clock. */
  Map<String, String> environment() {
    Map<String, String> environment = new HashMap<>();
    environment.put("LD_PRELOAD", LIBRARY.toString());
    environment.put("FAKETIME_TIMESTAMP_FILE", file.toString());
    environment.put("FAKETIME_CACHE_DURATION", "1");
    environment.put("FAKETIME_DONT_FAKE_MONOTONIC", "1");
    environment.put("DONT_FAKE_MONOTONIC", "1");
    return environment;
  }

  private static Path library() {
    try (var files = Files.find(Path.of("/usr/lib"), 4, (path, some) -> isLibrary(path))) {
      return files
          .findFirst()
          .orElseThrow(() -> new AssertionError("needs libfaketime: apt-get install libfaketime"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isLibrary(Path path) {
    return path.getFileName().toString().equals("libfaketimeMT.so.1");
  }
}
