package rollcall.client.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ErrorMessagesTest {
  /** As wrapped by OkHttp; the second message is that of Debian 13's OpenJDK 21. */
  @ParameterizedTest
  @ValueSource(strings = {"Connection refused", "Connection refused (connect failed)"})
  void refusedConnection_hasTheSameMessageOnEachJdk(String reason) {
    IOException e = new ConnectException("Failed to connect to /127.0.0.1:1");
    e.initCause(new ConnectException(reason));

    assertThat(ErrorMessages.describe(e, Duration.ofSeconds(1))).isEqualTo("connection refused");
  }
}
