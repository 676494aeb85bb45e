package rollcall.server.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rollcall.api.container.Health;
import rollcall.api.container.Report;
import rollcall.api.json.Json;
import rollcall.api.node.NodeReport;
import rollcall.server.Reports;
import rollcall.server.storage.Storage;
import rollcall.server.storage.TestClock;
import rollcall.server.storage.change.CommitListener;
import rollcall.server.storage.sql.SqlStorage;
import rollcall.server.storage.sqlite.SqliteBackend;

/** Delivery to a real receiver by the dispatchers of two storages on one database. */
class WebhookDispatcherTest {
  private static final Instant T0 = Instant.parse("2026-11-20T12:00:00Z");
  private static final Duration LEASE = Duration.ofSeconds(30);

  @TempDir Path folder;
  private final TestClock clock = new TestClock(T0);
  private final List<WebhookDispatcher> dispatchers = new ArrayList<>();
  private TestReceiver receiver;
  private Storage storage;
  private Storage other;
  private int loop = 100;
  private Duration lease = LEASE;

  @BeforeEach
  void open() throws Exception {
    receiver = new TestReceiver();
    storage = storage();
    other = storage();
  }

  @AfterEach
  void close() {
    dispatchers.forEach(WebhookDispatcher::close);
    storage.close();
    other.close();
    receiver.close();
  }

  @Test
  void eachTypeOfEvent_isDeliveredOnceInOrderAndSigned() throws Exception {
    lease = Duration.ofDays(1); // the clock below runs ahead of the dispatchers' own
    storage.roster().report(Reports.ended("before", "before", T0, 1), null);
    start(storage, 100);
    start(other, 100);
    await().until(() -> dispatchers.stream().anyMatch(c -> c.waiting() == 0 && holdsLease()));

    list(storage, "n1", Reports.full("a1", "web", T0), Reports.full("b2", "db", T0));
    list(other, "n1", Reports.ended("a1", "web", T0, 3), Reports.full("b2", "db", T0));
    list(storage, "n1", Reports.ended("a1", "web", T0, 3), Reports.oomKilled("b2", "db", T0));
    Report ill = Reports.withHealth(Reports.full("c3", "cache", T0), Health.UNHEALTHY);
    list(other, "n1", Reports.withHealth(ill, Health.HEALTHY));
    list(storage, "n1", ill);
    list(other, "n1", ill, Reports.ended("d4", "fine", T0, 0));
    clock.advance(Duration.ofSeconds(31));
    storage.nodes().expire(storage.nodes().lastMessages(), Duration.ofSeconds(30));
    list(other, "n1", ill);

    await().until(() -> receiver.events().size() >= 5);
    Thread.sleep(300); // no further event comes
    assertThat(receiver.events())
        .containsExactly(
            "container_died", "container_oom", "container_unhealthy", "node_stale", "node_back");
    String database = storage.status().value().id();
    assertThat(receiver.taken())
        .allSatisfy(
            taken -> {
              JsonObject body = Json.read(taken.body(), JsonObject.class);
              assertThat(taken.signature()).isEqualTo("sha256=" + hmac("geheim", taken.body()));
              assertThat(taken.id()).startsWith(database + ":").endsWith(":" + taken.event());
              assertThat(body.get("id").getAsString()).isEqualTo(taken.id());
              assertThat(body.get("type").getAsString()).isEqualTo(taken.event());
            });
    JsonObject died = Json.read(receiver.taken().get(0).body(), JsonObject.class);
    assertThat(died.get("text").getAsString()).isEqualTo("web on n1 died with exit code 3.");
    JsonObject container = died.getAsJsonObject("change").getAsJsonObject("container");
    assertThat(container.get("id").getAsString()).isEqualTo("a1");
    assertThat(container.get("exit_code").getAsInt()).isEqualTo(3);
    assertThat(dispatchers.stream().mapToLong(WebhookDispatcher::delivered).sum()).isEqualTo(5);
  }

  @Test
  void aLoop_isDeliveredOnce_andAgainWhenItBeginsAgain() {
    loop = 3;
    start(storage, 100);
    await().until(this::holdsLease);
    for (int i = 0; i < 6; i++) {
      restart("first" + i);
    }
    clock.advance(Duration.ofHours(1));
    for (int i = 0; i < 3; i++) {
      restart("second" + i);
    }
    storage.roster().report(Reports.ended("last", "last", clock.instant(), 1), null);

    await().until(() -> receiver.events().contains("container_died"));
    assertThat(receiver.events()).containsExactly("restart_loop", "restart_loop", "container_died");
    assertThat(receiver.taken().get(0).body())
        .contains("first2 on n1 is in a restart loop: 3 starts within 600 s.");
    assertThat(receiver.taken().get(1).body()).contains("second2");
  }

  @Test
  void startsAtTheSameTime_areOneLoop() {
    loop = 3;
    start(storage, 100);
    await().until(this::holdsLease);

    list(
        storage,
        "n1",
        IntStream.range(0, 5)
            .mapToObj(i -> Reports.started("c" + i, "c" + i, T0))
            .toArray(Report[]::new));
    storage.roster().report(Reports.ended("last", "last", clock.instant(), 1), null);

    await().until(() -> receiver.events().contains("container_died"));
    assertThat(receiver.events()).containsExactly("restart_loop", "container_died");
    assertThat(receiver.taken().get(0).body()).contains("c2 on n1 is in a restart loop");
  }

  private void restart(String id) {
    storage.roster().report(Reports.started(id, id, clock.instant()), null);
    clock.advance(Duration.ofMinutes(2));
  }

  @Test
  void exitsLongBeforeTheFirstList_giveNoEvent() {
    start(storage, 100);
    await().until(this::holdsLease);

    clock.advance(Duration.ofHours(1));
    list(storage, "n1", Reports.at(clock.instant(), Reports.ended("old", "old", T0, 1)));
    storage.roster().report(Reports.ended("new", "new", clock.instant(), 1), null);

    await().until(() -> !receiver.events().isEmpty());
    assertThat(receiver.taken()).singleElement().matches(taken -> taken.body().contains("\"new\""));
  }

  @Test
  void aFailedDelivery_isRetriedInOrder() {
    start(storage, 100);
    await().until(this::holdsLease);
    receiver.fail(3);

    die(storage, 0, 5);

    await().until(() -> receiver.taken().size() == 5);
    assertThat(names()).containsExactly("c0", "c1", "c2", "c3", "c4");
    assertThat(dispatchers.get(0).failed()).isEqualTo(3);
    assertThat(dispatchers.get(0).dropped()).isZero();
  }

  @Test
  void anotherReplicaContinues_whenTheFirstIsStopped() {
    WebhookDispatcher first = start(storage, 100);
    await().until(this::holdsLease);
    start(other, 100);
    die(storage, 0, 3);
    await().until(() -> receiver.taken().size() == 3);
    receiver.answer(503);
    die(storage, 3, 6);
    await().until(() -> first.failed() > 0);

    first.close();
    receiver.answer(204);

    await().until(() -> receiver.taken().size() >= 6);
    assertThat(names()).containsExactly("c0", "c1", "c2", "c3", "c4", "c5");
    await().untilAsserted(() -> assertThat(dispatchers.get(1).delivered()).isEqualTo(3));
  }

  @Test
  void anotherReplicaContinues_whenTheFirstHasDied() throws Exception {
    assertThat(storage.replicas().acquireOrRenewLease("dead", LEASE, 0)).contains(0L);
    die(storage, 0, 4);
    assertThat(storage.replicas().acquireOrRenewLease("dead", LEASE, 2)).contains(2L);
    start(other, 100);

    clock.advance(LEASE.minusSeconds(1));
    Thread.sleep(500);
    assertThat(receiver.attempts()).isZero();
    clock.advance(Duration.ofSeconds(2));

    await().until(() -> receiver.taken().size() == 2);
    assertThat(names()).containsExactly("c2", "c3");
  }

  @Test
  void aLeaseFromAClockThatIsADayAhead_expires() {
    assertThat(
            storage
                .replicas()
                .acquireOrRenewLease("dead, its clock a day ahead", Duration.ofDays(1), 0))
        .contains(0L);
    lease = Duration.ofSeconds(1);
    start(other, 100);

    die(storage, 0, 1);

    await().atMost(Duration.ofSeconds(60)).until(() -> receiver.taken().size() == 1);
    assertThat(names()).containsExactly("c0");
  }

  @Test
  void theQueueIsLimited_andTheOldestAreDropped() {
    receiver.answer(500);
    WebhookDispatcher dispatcher = start(storage, 3);
    await().until(this::holdsLease);

    die(storage, 0, 8);
    await().until(() -> dispatcher.dropped() == 5);
    assertThat(dispatcher.waiting()).isEqualTo(3);
    receiver.answer(204);

    await().until(() -> receiver.taken().size() == 3);
    assertThat(names()).containsExactly("c5", "c6", "c7");
  }

  @Test
  void aPermanentRefusal_doesNotBlockLaterEvents() {
    receiver.answer(400);
    WebhookDispatcher dispatcher = start(storage, 100);
    await().until(this::holdsLease);

    die(storage, 0, 2);
    await().until(() -> dispatcher.dropped() == 2);
    receiver.answer(204);
    die(storage, 2, 3);

    await().until(() -> receiver.taken().size() == 1);
    assertThat(names()).containsExactly("c2");
    assertThat(receiver.attempts()).isEqualTo(3);
  }

  private boolean holdsLease() {
    return storage.replicas().acquireOrRenewLease("asker", Duration.ZERO, 0).isEmpty();
  }

  private static void die(Storage storage, int from, int to) {
    for (int i = from; i < to; i++) {
      storage.roster().report(Reports.ended("c" + i, "c" + i, T0, 1), null);
    }
  }

  private List<String> names() {
    return receiver.taken().stream()
        .map(taken -> Json.read(taken.body(), JsonObject.class))
        .map(body -> body.getAsJsonObject("change").getAsJsonObject("container"))
        .map(container -> container.get("id").getAsString())
        .toList();
  }

  private void list(Storage where, String node, Report... reports) {
    where
        .nodes()
        .report(
            node,
            new NodeReport(
                clock.instant(), "0.1.0", null, null, List.of(reports), List.of(), "digest", null));
  }

  private static String hmac(String secret, String body) throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    byte[] digest = mac.doFinal(body.getBytes(StandardCharsets.UTF_8));
    return IntStream.range(0, digest.length)
        .mapToObj(i -> String.format("%02x", digest[i]))
        .reduce("", String::concat);
  }

  private WebhookDispatcher start(Storage where, int waiting) {
    WebhookDispatcher dispatcher =
        new WebhookDispatcher(
            where,
            new WebhookConfig(receiver.url(), Optional.of("geheim"), loop, Duration.ofMinutes(10)),
            new WebhookDispatcher.DeliveryTiming(
                Duration.ofMillis(20),
                lease,
                Duration.ofSeconds(20),
                Duration.ofMillis(20),
                Duration.ofMillis(100),
                waiting));
    dispatchers.add(dispatcher);
    dispatcher.start();
    return dispatcher;
  }

  private Storage storage() {
    return new SqlStorage(
        new SqliteBackend(folder.resolve("rollcall.db"), Duration.ofMillis(500)),
        clock,
        Duration.ofSeconds(10),
        CommitListener.NONE);
  }
}
