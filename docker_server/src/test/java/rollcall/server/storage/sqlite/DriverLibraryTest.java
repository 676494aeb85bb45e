package rollcall.server.storage.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rollcall.server.storage.StorageException;

/** The folder for the driver's library; TheirFoldersTest of e2e tests file systems with noexec. */
class DriverLibraryTest {
  @TempDir Path folder;

  @Test
  void choose_takesTheFirstSuitableFolder_andLeavesNoFile() throws Exception {
    Path missing = folder.resolve("missing");
    Path file = Files.createFile(folder.resolve("file"));
    Path good = Files.createDirectory(folder.resolve("good"));

    assertThat(DriverLibrary.choose(List.of(missing, file, good, folder))).isEqualTo(good);
    assertThat(good).isEmptyDirectory();
  }

  @Test
  void choose_withoutASuitableFolder_namesTheFolders() {
    assertThatThrownBy(() -> DriverLibrary.choose(List.of(folder.resolve("a"), Path.of("/proc"))))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining(folder.resolve("a") + ", /proc; set a folder")
        .hasMessageEndingWith("java -Dorg.sqlite.tmpdir=FOLDER");
  }
}
