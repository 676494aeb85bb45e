package rollcall.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import rollcall.api.Environment;

/** Where the prompt remembers its lines, by the XDG base directory specification. */
final class HistoryFile {
  private HistoryFile() {}

  /** The file; none where it cannot be written, as in a container with a read-only disk. */
  static Optional<Path> find(Environment environment, Path home) {
    Path state =
        environment
            .text("XDG_STATE_HOME")
            .map(Path::of)
            // The specification: relative ones are to be ignored.
            .filter(Path::isAbsolute)
            .orElse(home.resolve(".local/state"));
    Path file = state.resolve("rollcall").resolve("history");
    try {
      Files.createDirectories(file.getParent());
    } catch (IOException e) {
      return Optional.empty();
    }
    boolean writable =
        Files.exists(file) ? Files.isWritable(file) : Files.isWritable(file.getParent());
    return writable ? Optional.of(file) : Optional.empty();
  }
}
