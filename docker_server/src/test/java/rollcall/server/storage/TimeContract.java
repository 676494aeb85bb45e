package rollcall.server.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import rollcall.server.Reports;

/** What every storage must do with the time of those who share it. */
interface TimeContract {
  Storage storage();

  Storage other();

  TestClock clock();

  @Test
  default void now_goesOnWithoutAsking() {
    Instant before = storage().now();
    clock().advance(Duration.ofSeconds(7));

    assertThat(storage().now()).isEqualTo(before.plusSeconds(7));
  }

  /** Else what was just acknowledged would lie in the future of those who ask. */
  @Test
  default void now_isNeverBehindTheNewestChange() {
    Instant before = clock().instant();
    storage().roster().report(Reports.full("a1", "web", before), null);
    clock().advance(Duration.ofSeconds(-100));

    assertThat(storage().now()).isEqualTo(before);
    other().nodes();
    assertThat(other().now()).isEqualTo(before);
  }
}
