package rollcall.common;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnvironmentTest {
  private final Environment environment =
      new Environment(Map.of("PORT", "80a", "WAIT", "5m", "EMPTY", " ", "BAD", "5 minutes"));

  @Test
  void integer_quotesAnInvalidValue() {
    assertThatThrownBy(() -> environment.integer("PORT", 1, 0, 65535))
        .hasMessage("PORT=\"80a\": expected a whole number from 0 to 65535");
  }

  @Test
  void duration_readsNumberAndUnit() {
    assertThat(environment.duration("WAIT", Duration.ZERO)).isEqualTo(Duration.ofMinutes(5));
    assertThatThrownBy(() -> environment.duration("BAD", Duration.ZERO))
        .hasMessageStartingWith("BAD=\"5 minutes\": expected a duration like");
  }

  @Test
  void empty_countsAsUnset() {
    assertThat(environment.text("EMPTY", "default")).isEqualTo("default");
  }

  @Test
  void secret_comesFromItsFile(@TempDir Path dir) throws Exception {
    Path file = Files.writeString(dir.resolve("token"), "s3cret\n");

    assertThat(new Environment(Map.of("TOKEN_FILE", file.toString())).secret("TOKEN"))
        .contains("s3cret");
    assertThatThrownBy(
            () ->
                new Environment(Map.of("TOKEN_FILE", file.toString(), "TOKEN", "x"))
                    .secret("TOKEN"))
        .hasMessageContaining("both set");
    assertThatThrownBy(
            () -> new Environment(Map.of("TOKEN_FILE", dir + "/missing")).secret("TOKEN"))
        .hasMessageContaining("cannot be read");
  }

  @Test
  void password_losesNothingButAFilesLastLineBreak(@TempDir Path dir) throws Exception {
    for (String password : List.of(" a b ", "a\n", "\ta", "grüß")) {
      Path file = Files.writeString(dir.resolve("password"), password + "\n");
      assertThat(new Environment(Map.of("P_FILE", file.toString())).password("P"))
          .contains(password);
      assertThat(new Environment(Map.of("P", password)).password("P")).contains(password);
    }
    Path windows = Files.writeString(dir.resolve("windows"), "a \r\n");
    assertThat(new Environment(Map.of("P_FILE", windows.toString())).password("P")).contains("a ");
    Path empty = Files.writeString(dir.resolve("empty"), "\n");
    assertThatThrownBy(() -> new Environment(Map.of("P_FILE", empty.toString())).password("P"))
        .hasMessageContaining("the file is empty");
    assertThat(new Environment(Map.of("P", "")).password("P")).isEmpty();
  }

  @Test
  void secret_inAnotherEncoding_isRefused(@TempDir Path dir) throws Exception {
    Path file = Files.write(dir.resolve("latin1"), new byte[] {'g', 'r', (byte) 0xfc, (byte) 0xdf});

    assertThatThrownBy(() -> new Environment(Map.of("P_FILE", file.toString())).password("P"))
        .hasMessage("P_FILE=\"" + file + "\": the file is not text in UTF-8");
  }

  @Test
  void formerName_isReadAndReported() {
    Environment former = new Environment(Map.of("ROLLCALL_KEEP", "7d", "ROLLCALL_DRAIN", "soon"));
    assertThat(former.duration("ROLLCALL_RETENTION", Duration.ZERO)).isEqualTo(Duration.ofDays(7));
    assertThatThrownBy(() -> former.duration("ROLLCALL_DRAIN_TIMEOUT", Duration.ZERO))
        .hasMessageContaining("ROLLCALL_DRAIN=\"soon\"");
    assertThat(former.deprecations())
        .containsExactly(
            "ROLLCALL_DRAIN is now called ROLLCALL_DRAIN_TIMEOUT; the former name still works",
            "ROLLCALL_KEEP is now called ROLLCALL_RETENTION; the former name still works");

    Environment emptied = new Environment(Map.of("ROLLCALL_KEEP", "7d", "ROLLCALL_RETENTION", ""));
    assertThat(emptied.duration("ROLLCALL_RETENTION", Duration.ZERO)).isEqualTo(Duration.ofDays(7));

    Environment both = new Environment(Map.of("ROLLCALL_KEEP", "7d", "ROLLCALL_RETENTION", "8d"));
    assertThat(both.duration("ROLLCALL_RETENTION", Duration.ZERO)).isEqualTo(Duration.ofDays(8));
    assertThat(both.deprecations())
        .containsExactly(
            "ROLLCALL_RETENTION is set, so ROLLCALL_KEEP, its former name, is ignored");
  }

  /** Java's replacement for non-ASCII bytes under LC_ALL=C. */
  @Test
  void text_thatTheLocaleCouldNotDecode_isRefused() {
    Environment broken =
        new Environment(Map.of("ROLLCALL_DB_PASSWORD", "p\uFFFD\uFFFD", "HOME", "/home/\uFFFD"));

    assertThatThrownBy(() -> broken.password("ROLLCALL_DB_PASSWORD"))
        .isInstanceOf(InvalidException.class)
        .hasMessageContaining("ROLLCALL_DB_PASSWORD: has characters that cannot be read")
        .hasMessageContaining("LC_ALL=C.UTF-8");
    assertThat(broken.text("HOME")).isPresent();
  }
}
