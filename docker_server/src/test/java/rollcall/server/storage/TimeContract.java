package rollcall.server.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import rollcall.server.Reports;

/** Contract of every storage for its clock. */
interface TimeContract {
  Storage storage();

  Storage other();

  TestClock clock();

  @Test
  default void now_advancesWithoutAQuery() {
    Instant before = storage().now();
    clock().advance(Duration.ofSeconds(7));

    assertThat(storage().now()).isEqualTo(before.plusSeconds(7));
  }

  /** Otherwise an acknowledged change would be in the future of a reader. */
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
