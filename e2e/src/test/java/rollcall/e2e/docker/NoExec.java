package rollcall.e2e.docker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/** Runs a command in mounts of its own, where no program in some folders may run. Takes root. */
final class NoExec {
  private static final String SCRIPT =
      """
      #!/bin/sh
      # usage: noexec FOLDER... -- COMMAND...
      set -eu
      while [ "$1" != -- ]; do
        mount --bind "$1" "$1"
        mount -o remount,bind,noexec "$1"
        shift
      done
      shift
      exec "$@"
      """;

  private final Path script;

  /** With a script in {@code folder}. */
  NoExec(Path folder) throws IOException {
    script = Files.writeString(folder.resolve("noexec"), SCRIPT);
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** Words that go before a command's. */
  List<String> in(List<String> folders) {
    List<String> words = new ArrayList<>(List.of("unshare", "--mount", script.toString()));
    words.addAll(folders);
    words.add("--");
    return words;
  }
}
