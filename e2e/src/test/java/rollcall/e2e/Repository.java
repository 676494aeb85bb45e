package rollcall.e2e;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The checkout that the scenarios run in, wherever they were started: from its root, a module or an
 * IDE.
 */
public final class Repository {
  public static final Path ROOT = root();

  private Repository() {}

  /** A file of the checkout, by its path from the root. */
  public static Path file(String path) {
    return ROOT.resolve(path);
  }

  private static Path root() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.isRegularFile(folder.resolve("stack.yml"))) {
      folder = folder.getParent();
      if (folder == null) {
        throw new IllegalStateException(
            "no checkout of Rollcall above " + Path.of("").toAbsolutePath());
      }
    }
    return folder;
  }
}
