package rollcall.server.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import rollcall.api.Bounds;
import rollcall.api.container.Report;
import rollcall.api.container.State;
import rollcall.api.node.NodeReport;
import rollcall.api.status.LoggedRequest;
import rollcall.server.Reports;
import rollcall.server.storage.change.ChangeEntry;
import rollcall.server.storage.roster.ContainerQuery;
import rollcall.server.storage.roster.RosterEntry;
import rollcall.server.storage.roster.StoreResult;
import rollcall.server.storage.roster.StoredReport;
import rollcall.server.storage.variable.VariableWrite;

/** Contract of every storage for unusual writes, and for the writes in the same batch. */
interface OddItemsContract {
  Instant T0 = Instant.parse("2026-11-20T12:00:00Z");
  Retention SMALL = new Retention(1000, 1000, 1000, Duration.ofDays(1));

  Storage storage();

  Storage other();

  /** Advances the storage's time. */
  void pass(Duration time);

  @Test
  default void report_repeatedAfterPruning_failsNoOtherWrite() {
    Report silent = Reports.full("silent", "web", T0);
    storage().roster().report(silent, null);
    storage().roster().report(Reports.full("silent2", "silent", T0), null);
    pass(Duration.ofDays(2));
    while (storage().prune(SMALL) > 0) {}
    assertThat(storage().roster().find("silent").value()).isEmpty();

    List<CompletableFuture<Versioned<StoreResult>>> writes =
        together(
            200,
            i ->
                i % 5 == 0
                    ? storage().roster().report(silent, null)
                    : storage().roster().report(Reports.full("c" + i, "c" + i, T0), null));

    for (int i = 0; i < 200; i++) {
      assertThat(writes.get(i).join().value().isNew()).isEqualTo(i % 5 != 0);
    }
    RosterEntry again = other().roster().report(silent, null).value().entry();
    assertThat(again.toContainer().report()).isEqualTo(silent);
    assertThat(storage().roster().find("silent").value())
        .as("an old report revives nothing")
        .isEmpty();
  }

  @Test
  default void report_repeated_returnsItsOwnContainer() {
    Report forgotten = Reports.full("web", "first", T0);
    storage().roster().report(forgotten, null);
    pass(Duration.ofDays(2));
    while (storage().prune(SMALL) > 0) {}
    storage().roster().report(Reports.full("a1", "web", T0), null);
    storage().roster().report(Reports.full("a2", "web", T0), null);

    assertThat(storage().roster().report(forgotten, null).value().entry().id()).isEqualTo("web");
  }

  /** All values that the API's records allow can be stored and read again. */
  @Test
  default void writes_ofUnusualTexts_areStored_andFailNoOther() {
    for (int seed = 0; seed < 5; seed++) {
      String run = seed + "-";
      OddTexts odd = new OddTexts(new Random(seed));
      List<Report> reports =
          IntStream.range(0, 120).mapToObj(i -> odd.report(run + "odd" + i)).toList();
      List<String> nodes = IntStream.range(0, 20).mapToObj(i -> run + odd.text(240)).toList();
      List<String> keys =
          IntStream.range(0, 20).mapToObj(i -> run + i + odd.text(Bounds.NAME - 6)).toList();
      List<String> values = keys.stream().map(key -> odd.text(Bounds.VALUE)).toList();
      List<CompletableFuture<Object>> writes =
          together(
              240,
              i ->
                  switch (i % 6) {
                    case 0 -> storage().nodes().report(nodes.get(i / 12), list(reports.get(i / 2)));
                    case 1 ->
                        storage()
                            .variables()
                            .write(
                                new VariableWrite(
                                    keys.get(i / 12), values.get(i / 12), "me", now -> true, null));
                    case 2, 4 -> storage().roster().report(reports.get(i / 2), null);
                    default ->
                        storage().roster().report(Reports.full(run + "good" + i, "g", T0), null);
                  });
      writes.forEach(CompletableFuture::join);

      for (int i = 3; i < 240; i += i % 6 == 3 ? 2 : 4) {
        assertThat(other().roster().find(run + "good" + i).value())
            .as(run + "good" + i)
            .isPresent();
      }
      for (int i = 0; i < 240; i += 2) {
        Report report = reports.get(i / 2);
        assertThat(other().roster().find(report.id()).value().orElseThrow().toContainer().report())
            .usingRecursiveComparison()
            .isEqualTo(report);
      }
      for (int i = 0; i < 240; i += 12) {
        NodeReport again = list(reports.get(i / 2));
        assertThat(storage().nodes().report(nodes.get(i / 12), again).value().changes()).isZero();
      }
      assertThat(other().variables().find(keys.get(0)).value().orElseThrow().value())
          .isEqualTo(values.get(0));
      readAll(reports);
    }
  }

  @Test
  default void nodeReport_withAnUnpairedSurrogate_isUnchangedWhenRepeated() {
    Report report = Reports.full("a1", "half \ud83d", T0);

    assertThat(storage().nodes().report("n1", list(report)).value().changes()).isPositive();
    assertThat(storage().nodes().report("n1", list(report)).value().changes()).isZero();
  }

  private void readAll(List<Report> reports) {
    Storage reader = other();
    for (Report report : reports) {
      for (Map.Entry<String, String> label : report.labels().entrySet()) {
        String both = label.getKey() + "=" + label.getValue();
        if (!label.getKey().contains("=")) {
          assertThat(reader.roster().list(query(List.of(both), null)).value())
              .extracting(RosterEntry::id)
              .contains(report.id());
        }
      }
    }
    assertThat(reader.roster().list(query(List.of(), "g")).value()).isNotEmpty();
    long position = 0;
    for (List<ChangeEntry> step = reader.changes().after(0, 500); !step.isEmpty(); ) {
      position = step.get(step.size() - 1).revision();
      step = reader.changes().after(position, 500);
    }
    assertThat(position).isEqualTo(reader.changes().revision());
    assertThat(reader.nodes().list().value()).isNotEmpty();
    assertThat(reader.variables().list("", 1000).value()).isNotEmpty();
    List<StoredReport> posted = new ArrayList<>();
    reader.roster().allReports(posted::add);
    assertThat(posted).isNotEmpty();
    storage()
        .requestLog()
        .add(List.of(new LoggedRequest(T0, "\ud800", "GET", "/", 200, 1, "r")), 10);
    assertThat(reader.requestLog().newest(T0, 10).value().newest()).isNotEmpty();
  }

  private static ContainerQuery query(List<String> labels, String text) {
    return new ContainerQuery(
        new ContainerQuery.Criteria(null, null, null, List.of(State.RUNNING), labels, text),
        false,
        null,
        null,
        10_000);
  }

  private static NodeReport list(Report report) {
    return new NodeReport(
        T0, "0.1.0", null, null, List.of(report), List.of(), UUID.randomUUID().toString(), null);
  }

  /** One write. */
  interface Write<T> {
    T run(int i);
  }

  private static <T> List<CompletableFuture<T>> together(int many, Write<? extends T> write) {
    ExecutorService threads = Executors.newFixedThreadPool(32);
    try {
      List<CompletableFuture<T>> writes = new ArrayList<>();
      for (int i = 0; i < many; i++) {
        int n = i;
        writes.add(CompletableFuture.supplyAsync(() -> write.run(n), threads));
      }
      return writes;
    } finally {
      threads.shutdown();
    }
  }
}
