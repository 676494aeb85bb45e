package rollcall.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The runner of the tour, which finds what the page says wrongly. */
@Tag("docker")
class TourPageTest {
  private static final String PAGE =
      """
      ## 1. One

      ```sh
      a=1
      ```

      ```sh swarm
      echo no
      ```

      ```text
      no
      ```

      ## 2. Two

      ```sh
      printf 'x.%s\\nmany\\nlines\\n' $a
      ```

      ```text
      x.…
      …
      ```
      """;

  @Test
  void blocks_ofALanguage_haveTheirOwnText() {
    assertThat(TourPage.blocks("sh", PAGE))
        .containsExactly(
            new TourPage.Block("1. One", "a=1\n", ""),
            new TourPage.Block("2. Two", "printf 'x.%s\\nmany\\nlines\\n' $a\n", "x.…\n…\n"));
    assertThat(TourPage.blocks("sh swarm", PAGE))
        .containsExactly(new TourPage.Block("1. One", "echo no\n", "no\n"));
  }

  @Test
  void check_ofBlocksInOneShell_keepsWhatTheySet() {
    try (Bash shell = new Bash(Map.of())) {
      TourPage.blocks("sh", PAGE).forEach(block -> block.check(shell::run));
    }
  }

  @Test
  void check_ofAnotherOutput_fails() {
    try (Bash shell = new Bash(Map.of())) {
      TourPage.Block wrong = new TourPage.Block("wrong", "echo xy", "x.\n");
      assertThatThrownBy(() -> wrong.check(shell::run)).isInstanceOf(AssertionError.class);
    }
  }

  @Test
  void check_ofAFailingCommand_fails() {
    try (Bash shell = new Bash(Map.of())) {
      TourPage.Block failing = new TourPage.Block("failing", "false | cat\necho on", "on\n");
      assertThatThrownBy(() -> failing.check(shell::run)).isInstanceOf(AssertionError.class);
    }
  }
}
