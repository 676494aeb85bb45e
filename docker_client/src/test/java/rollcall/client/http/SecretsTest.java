package rollcall.client.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecretsTest {
  @ParameterizedTest
  @CsvSource({
    "http://me:hush@n1/a, http://…@n1/a",
    "moved to https://login/x?token=hush, moved to https://login/x?…",
    "at http://n1/#hush end, at http://n1/#… end",
    "http://me:hu@sh@n1 and http://n2, http://…@n1 and http://n2",
    "me@n1 is no URL, me@n1 is no URL"
  })
  void secretsInUrls_areRedacted(String text, String shown) {
    assertThat(Secrets.redact(text)).isEqualTo(shown);
  }
}
