package rollcall.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Output in character sets that lack some characters. */
class OutputTest {
  @Test
  void missingCharacters_areEscaped() {
    assertThat(printed("grün ✔ 名 😀", StandardCharsets.ISO_8859_1))
        .isEqualTo("grün \\u2714 \\u540d \\ud83d\\ude00");
    assertThat(printed("grün · 1 €", Charset.forName("windows-1252"))).isEqualTo("grün · 1 €");
    assertThat(printed("grün ✔ 名 😀", StandardCharsets.UTF_8)).isEqualTo("grün ✔ 名 😀");
  }

  private static String printed(String text, Charset charset) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintWriter printer = new Output(bytes, charset).printer();
    printer.print(text);
    printer.flush();
    return bytes.toString(charset);
  }
}
