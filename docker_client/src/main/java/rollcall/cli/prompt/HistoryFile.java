package rollcall.cli.prompt;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import rollcall.common.Environment;

/** The file of the prompt's history, by the XDG base directory specification. */
public final class HistoryFile {
  private HistoryFile() {}

  /** The file; empty if it is not writable, as on a read-only file system. */
  public static Optional<Path> find(Environment environment) {
    try {
      Path file = stateDirectory(environment).resolve("rollcall").resolve("history");
      Files.createDirectories(file.getParent());
      boolean writable =
          Files.exists(file)
              ? Files.isRegularFile(file) && Files.isWritable(file)
              : Files.isWritable(file.getParent());
      return writable ? Optional.of(file) : Optional.empty();
    } catch (IOException | InvalidPathException | SecurityException e) {
      // The path may have letters that the locale cannot encode.
      return Optional.empty();
    }
  }

  /** The specification ignores relative paths. Java's user.home is that of the password file. */
  private static Path stateDirectory(Environment environment) {
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
