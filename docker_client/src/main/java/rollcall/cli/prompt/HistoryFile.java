package rollcall.cli.prompt;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import rollcall.common.Environment;

/** Where the prompt remembers its lines, by the XDG base directory specification. */
public final class HistoryFile {
  private HistoryFile() {}

  /** The file; none where it cannot be written, as in a container with a read-only disk. */
  public static Optional<Path> find(Environment environment) {
    try {
      Path file = folder(environment).resolve("rollcall").resolve("history");
      Files.createDirectories(file.getParent());
      boolean writable =
          Files.exists(file)
              ? Files.isRegularFile(file) && Files.isWritable(file)
              : Files.isWritable(file.getParent());
      return writable ? Optional.of(file) : Optional.empty();
    } catch (IOException | InvalidPathException | SecurityException e) {
      // A name may have letters that the locale has not.
      return Optional.empty();
    }
  }

  /**
   * The specification: relative paths are to be ignored. Java's own home is the password file's.
   */
  private static Path folder(Environment environment) {
    return environment
        .text("XDG_STATE_HOME")
        .map(Path::of)
        .filter(Path::isAbsolute)
        .orElseGet(
            () ->
                environment
                    .text("HOME")
                    .map(Path::of)
                    .filter(Path::isAbsolute)
                    .orElseGet(() -> Path.of(System.getProperty("user.home")))
                    .resolve(".local/state"));
  }
}
