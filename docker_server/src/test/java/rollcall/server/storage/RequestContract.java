package rollcall.server.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import rollcall.api.status.LoggedRequest;

/** Contract of every storage for the request log. */
interface RequestContract {
  Instant T0 = Instant.parse("2026-11-20T12:00:00.000000123Z");

  Storage storage();

  Storage other();

  @Test
  default void logRequests_areReadFromEveryReplicaNewestFirst() {
    List<LoggedRequest> here = List.of(request(1, "server.1"), request(3, "server.1"));
    List<LoggedRequest> there = List.of(request(2, "server.2"));
    storage().requestLog().add(here, 100);
    other().requestLog().add(there, 100);

    RequestLog log = storage().requestLog().newest(T0.plusSeconds(9), 10).value();

    assertThat(log.newest()).containsExactly(here.get(1), there.get(0), here.get(0));
    assertThat(log.answered()).isEqualTo(Map.of("server.1", 2L, "server.2", 1L));
  }

  @Test
  default void logRequests_doesNotChangeTheRevision() {
    storage().requestLog().add(List.of(request(1, "server.1")), 100);

    assertThat(other().changes().revision()).isZero();
    assertThat(other().changes().after(0, 10)).isEmpty();
  }

  @Test
  default void requests_areLimitedByTimeAndNumber() {
    storage()
        .requestLog()
        .add(IntStream.range(0, 60).mapToObj(i -> request(i, "server.1")).toList(), 100);

    assertThat(other().requestLog().newest(T0.plusSeconds(30), 3).value().newest())
        .containsExactly(request(30, "server.1"), request(29, "server.1"), request(28, "server.1"));
  }

  @Test
  default void requests_ofTheSameTime_areInTheOrderOfWriting() {
    LoggedRequest first = request(1, "server.1");
    LoggedRequest second = request(1, "server.2");
    storage().requestLog().add(List.of(first), 100);
    storage().requestLog().add(List.of(second), 100);

    assertThat(other().requestLog().newest(T0.plusSeconds(1), 9).value().newest())
        .containsExactly(second, first);
  }

  @Test
  default void logRequests_keepsTheNewest() {
    for (int i = 0; i < 300; i += 10) {
      int from = i;
      storage()
          .requestLog()
          .add(IntStream.range(from, from + 10).mapToObj(n -> request(n, "server.1")).toList(), 50);
    }

    RequestLog log = storage().requestLog().newest(T0.plusSeconds(1000), 1000).value();
    assertThat(log.newest()).hasSize(50);
    assertThat(log.newest().get(0)).isEqualTo(request(299, "server.1"));
    assertThat(log.answered()).isEqualTo(Map.of("server.1", 50L));
  }

  @Test
  default void logRequests_afterALowerLimit_removesInSmallSteps() {
    storage().requestLog().add(Collections.nCopies(1000, request(0, "server.1")), 1000);

    storage().requestLog().add(List.of(request(1, "server.1")), 10);
    assertThat(count()).isBetween(900L, 999L);
    for (int i = 0; i < 100; i++) {
      storage().requestLog().add(List.of(request(2, "server.1")), 10);
    }

    assertThat(count()).isEqualTo(10);
  }

  private long count() {
    return other().requestLog().newest(T0, 1).value().answered().get("server.1");
  }

  private static LoggedRequest request(int second, String replica) {
    return new LoggedRequest(
        T0.plusSeconds(second), "curl/8 \"ü\"", "GET", "/api/nodes", 200, 1.234, replica);
  }
}
