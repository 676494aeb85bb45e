package rollcall.agent.announcer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import rollcall.agent.docker.event.ContainerEvent;

class EventDebouncerTest {
  private static final Duration LONG = Duration.ofMinutes(1);

  private final EventDebouncer debouncer = new EventDebouncer();
  private final ExecutorService thread = Executors.newSingleThreadExecutor();

  @AfterEach
  void stop() {
    thread.shutdownNow();
  }

  @Test
  void await_burst_isOneBatch() throws Exception {
    Future<EventBatch> batch = later(() -> debouncer.await(LONG));
    for (String action : new String[] {"kill", "die", "destroy"}) {
      debouncer.onEvent(event(action));
      Thread.sleep(10);
    }

    assertThat(batch.get().events())
        .extracting(ContainerEvent::action)
        .containsExactly("kill", "die", "destroy");
    assertThat(batch.get().full()).isFalse();
    assertThat(debouncer.await(Duration.ZERO).events()).isEmpty();
  }

  @Test
  void await_endlessBurst_isSplit() throws Exception {
    Future<?> burst =
        later(
            () -> {
              while (true) {
                debouncer.onEvent(event("die"));
                Thread.sleep(5);
              }
            });
    long start = System.nanoTime();

    assertThat(debouncer.await(LONG).events()).isNotEmpty();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(600));
    burst.cancel(true);
  }

  @Test
  void await_fullSyncRequest_wakesImmediately_once() throws Exception {
    Future<EventBatch> batch = later(() -> debouncer.await(LONG));
    debouncer.requestFullSync();

    assertThat(batch.get().full()).isTrue();
    assertThat(debouncer.await(Duration.ofMillis(1)).full()).isFalse();
  }

  @Test
  void onEvent_moreThanFit_requestsAFullSync() throws Exception {
    for (int i = 0; i < 10_001; i++) {
      debouncer.onEvent(event("die"));
    }

    EventBatch batch = debouncer.await(LONG);
    assertThat(batch.events()).hasSize(10_000);
    assertThat(batch.full()).isTrue();
  }

  private <T> Future<T> later(Callable<T> task) {
    return thread.submit(task);
  }

  private static ContainerEvent event(String action) {
    return new ContainerEvent("4f2a", action, 1, Map.of());
  }
}
