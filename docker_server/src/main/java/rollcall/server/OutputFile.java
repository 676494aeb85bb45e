package rollcall.server;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import rollcall.common.InvalidException;
import rollcall.server.storage.sqlite.SqliteBackup;

/**
 * A file that appears under its name when it is whole and on disk; only its owner may read it.
 * Until then it is a temporary one beside it, which goes if that never happens.
 */
final class OutputFile implements AutoCloseable {
  private final Path part;
  private final @Nullable Path target;
  private final boolean overwrite;
  private final String notDone;

  private OutputFile(Path part, @Nullable Path target, boolean overwrite, String notDone) {
    this.part = part;
    this.target = target;
    this.overwrite = overwrite;
    this.notDone = notDone;
    part.toFile().deleteOnExit();
  }

  /**
   * Begins one.
   *
   * @param name {@code -} for standard output
   * @param overwrite whether a file of that name is replaced
   * @param notDone how a message begins that says why there is none
   * @throws InvalidException if there is a file of that name and it is not to be replaced
   */
  static OutputFile of(String name, boolean overwrite, String notDone) throws IOException {
    // A temporary file has mode 0600 from its beginning.
    if (name.equals("-")) {
      return new OutputFile(Files.createTempFile("rollcall", ".part"), null, overwrite, notDone);
    }
    Path target = Path.of(name).toAbsolutePath();
    if (!overwrite && Files.exists(target)) {
      throw exists(target, notDone);
    }
    Path part = Files.createTempFile(target.getParent(), target.getFileName() + ".", ".part");
    return new OutputFile(part, target, overwrite, notDone);
  }

  /** Where to write. */
  Path path() {
    return part;
  }

  /** Gives it its name, or sends it to standard output. */
  void publish() throws IOException {
    if (target == null) {
      try (OutputStream out = new FileOutputStream(FileDescriptor.out)) {
        Files.copy(part, out);
      }
      return;
    }
    SqliteBackup.sync(part);
    if (overwrite) {
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
    } else {
      try {
        Files.move(part, target);
      } catch (FileAlreadyExistsException e) {
        throw exists(target, notDone);
      }
    }
    SqliteBackup.sync(Objects.requireNonNull(target.getParent()));
  }

  private static InvalidException exists(Path target, String notDone) {
    return new InvalidException(notDone + ": " + target + " exists; --force replaces it");
  }

  @Override
  public void close() throws IOException {
    Files.deleteIfExists(part);
  }
}
