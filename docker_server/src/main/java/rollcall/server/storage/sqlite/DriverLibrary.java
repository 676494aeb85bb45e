package rollcall.server.storage.sqlite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import rollcall.server.storage.StorageException;
import rollcall.server.storage.StorageException.Reason;

/**
 * The part of SQLite's driver that is machine code: the driver unpacks it into a folder, from which
 * the system must be willing to run it. Where /tmp is mounted with noexec, it is another folder.
 */
final class DriverLibrary {
  private static final String FOLDER = "org.sqlite.tmpdir";
  private static final String UNPACKED = "org.sqlite.lib.path";

  private DriverLibrary() {}

  /**
   * Chooses the folder, unless one is named by a property.
   *
   * @param last the folder to take where no other will do
   * @throws StorageException if none will do; the message says what to do
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
        .filter(DriverLibrary::runsWhatIsIn)
        .findFirst()
        .orElseThrow(
            () ->
                new StorageException(
                    Reason.BROKEN,
                    "cannot load SQLite's library: no program may be written to and run from "
                        + folders.stream().map(Path::toString).collect(Collectors.joining(", "))
                        + "; name a folder on a file system without noexec: java -D"
                        + FOLDER
                        + "=FOLDER"));
  }

  /** On a file system with noexec no file is executable, whatever its permissions say. */
  private static boolean runsWhatIsIn(Path folder) {
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
