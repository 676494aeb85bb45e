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
 * An output file that appears under its name only when it is complete and on disk; only its owner
 * may read it. Until then it is a temporary file in the same folder, which is deleted on failure.
 */
final class OutputFile implements AutoCloseable {
  private final Path part;
  private final @Nullable Path target;
  private final boolean overwrite;
  private final String failure;

  private OutputFile(Path part, @Nullable Path target, boolean overwrite, String failure) {
    this.part = part;
    this.target = target;
    this.overwrite = overwrite;
    this.failure = failure;
    part.toFile().deleteOnExit();
  }

  /**
   * Creates the temporary file.
   *
   * @param name {@code -} for standard output
   * @param overwrite whether to replace an existing file
   * @param failure start of an error message
   * @throws InvalidException if the file exists and {@code overwrite} is false
   */
  static OutputFile of(String name, boolean overwrite, String failure) throws IOException {
    // Temporary files are created with mode 0600.
    if (name.equals("-")) {
      return new OutputFile(Files.createTempFile("rollcall", ".part"), null, overwrite, failure);
    }
    Path target = Path.of(name).toAbsolutePath();
    if (!overwrite && Files.exists(target)) {
      throw exists(target, failure);
    }
    Path part = Files.createTempFile(target.getParent(), target.getFileName() + ".", ".part");
    return new OutputFile(part, target, overwrite, failure);
  }

  Path path() {
    return part;
  }

  /** Renames it to its final name, or copies it to standard output. */
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
        throw exists(target, failure);
      }
    }
    SqliteBackup.sync(Objects.requireNonNull(target.getParent()));
  }

  private static InvalidException exists(Path target, String failure) {
    return new InvalidException(failure + ": " + target + " exists; --force replaces it");
  }

  @Override
  public void close() throws IOException {
    Files.deleteIfExists(part);
  }
}
