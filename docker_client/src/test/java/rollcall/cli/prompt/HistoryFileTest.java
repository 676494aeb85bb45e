package rollcall.cli.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rollcall.common.Environment;

/** The location of the prompt's history. */
class HistoryFileTest {
  @TempDir Path folder;

  @Test
  void xdgStateHome_overridesHome() {
    Path state = folder.resolve("a state");

    assertThat(file(Map.of("XDG_STATE_HOME", state.toString(), "HOME", folder.toString())))
        .contains(state.resolve("rollcall/history"));
  }

  @Test
  void home_isTheEnvironmentVariable() {
    Path expected = folder.resolve(".local/state/rollcall/history");

    assertThat(file(Map.of("HOME", folder.toString()))).contains(expected);
    assertThat(file(Map.of("HOME", folder.toString(), "XDG_STATE_HOME", "relative")))
        .contains(expected);
    assertThat(file(Map.of("HOME", folder.toString(), "XDG_STATE_HOME", ""))).contains(expected);
    assertThat(expected.getParent()).isDirectory();
  }

  @Test
  void notWritable_isEmpty() throws Exception {
    Path file = Files.createFile(folder.resolve("file"));
    Path taken = Files.createDirectories(folder.resolve("rollcall/history"));

    assertThat(file(Map.of("XDG_STATE_HOME", file.toString()))).isEmpty();
    assertThat(file(Map.of("XDG_STATE_HOME", folder.toString()))).isEmpty();
    assertThat(taken).isDirectory();
  }

  private static Optional<Path> file(Map<String, String> variables) {
    return HistoryFile.find(new Environment(variables));
  }
}
