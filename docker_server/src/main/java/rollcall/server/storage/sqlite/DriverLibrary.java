package rollcall.server.storage.sqlite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import rollcall.server.storage.StorageException;
import rollcall.server.storage.StorageException.Reason;

/**
 * Chooses the folder into which SQLite's driver unpacks its native library. The library cannot be
 * loaded from a file system mounted with noexec, as /tmp often is.
 */
final class DriverLibrary {
  private static final String FOLDER = "org.sqlite.tmpdir";
  private static final String UNPACKED = "org.sqlite.lib.path";

  private DriverLibrary() {}

  /**
   * Chooses the folder, unless a system property sets it.
   *
   * @param last the folder to use if no other is suitable
   * @throws StorageException if none is suitable; the message states how to fix it
   */
  static void prepare(Path last) {
    if (System.getProperty(FOLDER) == null && System.getProperty(UNPACKED) == null) {
      List<Path> folders =
          List.of(
              Path.of(System.getProperty("java.io.tmpdir")),
              Path.of("/var/tmp"),
              Path.of("/dev/shm"),
              Path.of(System.getProperty("user.home"), ".cache"),
              last);
      System.setProperty(FOLDER, choose(folders).toString());
    }
  }

  static Path choose(List<Path> folders) {
    return folders.stream()
        .filter(DriverLibrary::allowsExecution)
        .findFirst()
        .orElseThrow(
            () ->
                new StorageException(
                    Reason.BROKEN,
                    "cannot load SQLite's native library: executable files cannot be created in "
                        + folders.stream().map(Path::toString).collect(Collectors.joining(", "))
                        + "; set a folder on a file system without noexec: java -D"
                        + FOLDER
                        + "=FOLDER"));
  }

  /** Creates a test file: on a noexec file system it is not executable despite its permissions. */
  private static boolean allowsExecution(Path folder) {
    try {
      Path probe = Files.createTempFile(folder, "rollcall", ".probe");
      try {
        return probe.toFile().setExecutable(true) && Files.isExecutable(probe);
      } finally {
        Files.delete(probe);
      }
    } catch (IOException e) {
      return false;
    }
  }
}
