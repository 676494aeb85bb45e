package rollcall.client.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ErrorMessagesTest {
  /** As OkHttp wraps them; the second is what Debian 13's OpenJDK 21 says. */
  @ParameterizedTest
  @ValueSource(strings = {"Connection refused", "Connection refused (connect failed)"})
  void refusedConnection_hasTheSameWordsOnEachJava(String reason) {
    IOException e = new ConnectException("Failed to connect to /127.0.0.1:1");
    e.initCause(new ConnectException(reason));

    assertThat(ErrorMessages.words(e, Duration.ofSeconds(1))).isEqualTo("connection refused");
  }
}
