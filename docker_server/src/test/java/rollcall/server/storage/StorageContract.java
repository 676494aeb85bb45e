package rollcall.server.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import rollcall.api.container.Container;
import rollcall.api.container.Report;
import rollcall.api.container.State;
import rollcall.api.history.Change.What;
import rollcall.api.history.Placement;
import rollcall.api.history.Transition;
import rollcall.api.node.Heartbeat;
import rollcall.api.node.Node;
import rollcall.api.node.NodeReport;
import rollcall.api.node.Sender;
import rollcall.api.node.SwarmSnapshot;
import rollcall.api.status.Status;
import rollcall.server.Reports;
import rollcall.server.storage.change.ChangeEntry;
import rollcall.server.storage.change.PrunedException;
import rollcall.server.storage.roster.AmbiguousKeyException;
import rollcall.server.storage.roster.ContainerQuery;
import rollcall.server.storage.roster.PlacementQuery;
import rollcall.server.storage.roster.Reception;
import rollcall.server.storage.roster.Reception.Verdict;
import rollcall.server.storage.roster.ReportRange;
import rollcall.server.storage.roster.RosterEntry;
import rollcall.server.storage.roster.StoreResult;
import rollcall.server.storage.roster.StoredReport;

/** Contract of every storage; each backend's test implements how it is opened. */
public abstract class StorageContract
    implements NodeContract,
        UpdateContract,
        PastContract,
        RequestContract,
        TimeContract,
        VarContract,
        PageContract,
        OddItemsContract {
  protected static final Duration STALE_AFTER = Duration.ofSeconds(30);
  private static final Instant T0 = Instant.parse("2026-11-20T12:00:00Z");

  protected final TestClock clock = new TestClock(T0);
  private Storage storage;
  private Storage other;

  /** Opens the same database again, like another server process. */
  protected abstract Storage open();

  @BeforeEach
  void openTwice() {
    storage = open();
    other = open();
  }

  @AfterEach
  void closeBoth() {
    storage.close();
    other.close();
  }

  @Override
  public final Storage storage() {
    return storage;
  }

  @Override
  public final TestClock clock() {
    return clock;
  }

  @Override
  public final Storage other() {
    return other;
  }

  @Override
  public final void pass(Duration time) {
    clock.advance(time);
  }

  @Test
  void report_isReadFromEveryReplicaImmediately() {
    Versioned<StoreResult> stored = storage.roster().report(Reports.full("a1", "web", T0), null);

    assertThat(stored.value().isNew()).isTrue();
    Versioned<java.util.Optional<RosterEntry>> read = other.roster().find("a1");
    assertThat(read.revision()).isEqualTo(stored.revision()).isEqualTo(1);
    assertThat(read.value().orElseThrow().toContainer())
        .isEqualTo(new Container(Reports.full("a1", "web", T0), T0, T0, null));
  }

  @Test
  void report_repeated_changesNothing() {
    Report report = Reports.full("a1", "web", T0);
    storage.roster().report(report, null);

    Versioned<StoreResult> again = other.roster().report(report, null);

    assertThat(again.value().isNew()).isFalse();
    assertThat(again.revision()).isEqualTo(1);
    assertThat(storage.roster().reports("a1", null, 10).value()).hasSize(1);
  }

  @Test
  void report_anOlderOne_isStored_butDoesNotChangeTheRoster() {
    storage.roster().report(Reports.full("a1", "new-name", T0), null);
    storage.roster().report(Reports.full("a1", "old-name", T0.minusSeconds(60)), null);

    assertThat(container("a1").report().name()).isEqualTo("new-name");
    assertThat(storage.roster().reports("a1", null, 10).value())
        .extracting(report -> report.sample().name())
        .containsExactly("new-name", "old-name");
  }

  @Test
  void report_ofSixFields_keepsTheFieldsFromTheAgent() {
    storage.nodes().report("n1", list(T0, Reports.full("a1", "web", T0)));
    Instant later = T0.plusSeconds(5);

    storage.roster().report(Report.basic("a1", "web", "nginx:1", later, 99, 0.5), null);

    assertThat(container("a1").report().node()).isEqualTo("n1");
    assertThat(container("a1").report().state()).isEqualTo(State.RUNNING);
    assertThat(container("a1").report().memoryUsage()).isEqualTo(99);
    assertThat(container("a1").report().timestamp()).isEqualTo(later);
  }

  @Test
  void reports_areNewestFirstAndPaged() {
    for (int i = 0; i < 5; i++) {
      storage.roster().report(Reports.full("a1", "web", T0.plusSeconds(i)), null);
    }

    List<StoredReport> page = other.roster().reports("a1", T0.plusSeconds(3), 2).value();

    assertThat(page)
        .extracting(report -> report.sample().timestamp())
        .containsExactly(T0.plusSeconds(2), T0.plusSeconds(1));
  }

  @Test
  void allReports_comeInTheOrderOfArrivalWithTheirTimestampAsPosted() {
    storage.roster().report(Reports.full("b2", "b", T0), "1732138163");
    storage.roster().report(Reports.full("a1", "a", T0.minusSeconds(9)), null);

    List<StoredReport> all = new ArrayList<>();
    other.roster().allReports(all::add);

    assertThat(all).extracting(report -> report.sample().id()).containsExactly("b2", "a1");
    assertThat(all).extracting(StoredReport::postedTimestamp).containsExactly("1732138163", null);
  }

  @Test
  void allReports_readsManyReportsCompletely() {
    IntStream.range(0, 2500)
        .parallel()
        .forEach(i -> storage.roster().report(Reports.full("a1", "a", T0.plusMillis(i)), null));

    List<StoredReport> all = new ArrayList<>();
    other.roster().allReports(all::add);

    assertThat(all).hasSize(2500).doesNotHaveDuplicates();
  }

  @Test
  void reportRange_differsAfterEachNewReportAndAfterPruning() {
    List<ReportRange> seen = new ArrayList<>(List.of(other.roster().reportRange().value()));
    for (int i = 0; i < 4; i++) {
      storage.roster().report(Reports.full("a1", "a", T0.plusSeconds(i)), null);
      seen.add(other.roster().reportRange().value());
    }
    storage.prune(new Retention(3, 1000, 1000, Duration.ofDays(1)));
    seen.add(other.roster().reportRange().value());

    assertThat(seen).doesNotHaveDuplicates().startsWith(new ReportRange(0, 0));
    storage.roster().report(Reports.full("a1", "a", T0.plusSeconds(3)), null); // already stored
    assertThat(other.roster().reportRange().value()).isEqualTo(seen.get(5));
  }

  @Test
  void find_byIdNameAndUniquePrefix() {
    storage.roster().report(Reports.full("abc123", "web", T0), null);
    storage.roster().report(Reports.full("abc456", "db", T0), null);

    assertThat(container("abc123").report().name()).isEqualTo("web");
    assertThat(container("db").report().id()).isEqualTo("abc456");
    assertThat(container("abc1").report().name()).isEqualTo("web");
    assertThat(storage.roster().find("abc").value()).isEmpty();
    storage.roster().report(Reports.full("abc1zz", "x", T0), null);
    assertThatThrownBy(() -> storage.roster().find("abc1"))
        .isInstanceOf(AmbiguousKeyException.class)
        .hasMessage("\"abc1\" matches several containers: abc123, abc1zz");
  }

  @Test
  void find_aReusedName_findsTheExistingContainer() {
    storage.nodes().report("n1", list(T0, Reports.full("a1", "web", T0)));
    storage.nodes().report("n1", list(T0, Reports.full("b2", "web", T0)));

    assertThat(container("web").report().id()).isEqualTo("b2");
  }

  @Test
  void nodeReport_removesUnlistedContainersAndEndsTheirPlacements() {
    storage
        .nodes()
        .report("n1", list(T0, Reports.full("a1", "web", T0), Reports.full("b2", "db", T0)));
    clock.advance(Duration.ofSeconds(10));

    storage.nodes().report("n1", list(T0.plusSeconds(10), Reports.full("b2", "db", T0)));

    Container gone = container("a1");
    assertThat(gone.removedAt()).isEqualTo(T0.plusSeconds(10));
    assertThat(gone.report().state()).isEqualTo(State.REMOVED);
    assertThat(ids(ContainerQuery.first(10))).containsExactly("b2");
    Placement placement =
        storage.roster().placements(PlacementQuery.ofContainer("a1")).value().get(0);
    assertThat(placement.lastSeen()).isEqualTo(T0);
    assertThat(placement.endedAt()).isEqualTo(T0.plusSeconds(10));
  }

  @Test
  void nodeReport_anOlderList_isOutdated_unlessTheNodesClockWasSetBack() {
    NodeReport first = list(T0, Reports.full("a1", "web", T0));
    storage.nodes().report("n1", first);
    Instant later = T0.plusSeconds(60);
    storage.nodes().report("n1", list(later, Reports.full("b2", "db", later)));
    long revision = storage.nodes().list().revision();

    assertThat(other.nodes().report("n1", first).value().verdict()).isEqualTo(Verdict.OUTDATED);
    assertThat(other.nodes().report("n2", list(T0)).value().changes()).isEqualTo(1);

    assertThat(ids(ContainerQuery.first(10))).containsExactly("b2");
    assertThat(storage.nodes().list().revision()).isEqualTo(revision + 1);
    Instant hourAgo = T0.minusSeconds(3600);
    storage.nodes().report("n1", list(hourAgo, Reports.full("c3", "web", hourAgo)));
    assertThat(ids(ContainerQuery.first(10))).containsExactly("c3");
  }

  @Test
  void nodeReport_onlyDifferencesAreChanges() {
    assertThat(
            storage.nodes().report("n1", list(T0, Reports.full("a1", "web", T0))).value().changes())
        .isEqualTo(2); // the node and the container
    long revision = storage.nodes().list().revision();

    Report measuredAgain =
        Reports.full("a1", "web", T0.plusSeconds(10), "n1", State.RUNNING, 77, Map.of("tier", "x"));
    assertThat(
            storage.nodes().report("n1", list(T0.plusSeconds(10), measuredAgain)).value().changes())
        .isZero();
    assertThat(storage.nodes().list().revision()).isEqualTo(revision);
    assertThat(container("a1").report().memoryUsage()).isEqualTo(77);

    Report paused =
        Reports.full("a1", "web", T0.plusSeconds(20), "n1", State.PAUSED, 77, Map.of("tier", "x"));
    Versioned<Reception> received = storage.nodes().report("n1", list(T0.plusSeconds(20), paused));
    assertThat(received.value().changes()).isEqualTo(1);
    assertThat(received.revision()).isEqualTo(revision + 1);
  }

  @Test
  void nodeReport_keepsOtherNodesAndProcesses() {
    storage.nodes().report("n2", list(T0, Reports.onNode("c3", "other", "n2", T0)));
    storage.roster().report(Report.process("process-1@n1", "shell", "n1", T0, 1, 0), null);

    storage.nodes().report("n1", list(T0));

    assertThat(ids(ContainerQuery.first(10))).containsExactly("c3", "process-1@n1");
  }

  @Test
  void nodeReport_aContainerThatReappears_getsANewPlacement() {
    storage.nodes().report("n1", list(T0, Reports.full("a1", "web", T0)));
    storage.nodes().report("n1", list(T0));
    storage.nodes().report("n1", list(T0, Reports.full("a1", "web", T0)));

    assertThat(container("a1").removedAt()).isNull();
    assertThat(storage.roster().placements(PlacementQuery.ofContainer("a1")).value())
        .extracting(placement -> placement.endedAt() == null)
        .containsExactly(true, false);
  }

  @Test
  void report_delayed_doesNotRestoreARemovedContainer() {
    storage.nodes().report("n1", list(T0, Reports.full("a1", "web", T0)));
    clock.advance(Duration.ofSeconds(10));
    storage.nodes().report("n1", list(T0.plusSeconds(10)));

    storage.roster().report(Reports.full("a1", "web", T0.plusSeconds(5)), null);

    assertThat(container("a1").removedAt()).isNotNull();
  }

  @Test
  void containers_filtersCombine() {
    Report web =
        Reports.full("a1", "web.1", T0, "n1", State.RUNNING, 1, Map.of("tier", "front", "x", "y"));
    Report db = Reports.full("b2", "db.1", T0, "n1", State.EXITED, 1, Map.of("tier", "back"));
    storage.nodes().report("n1", list(T0, web, db));
    storage.nodes().report("n2", list(T0, Reports.onNode("c3", "web.2", "n2", T0)));

    assertThat(ids(query("n1", null, null, List.of(), List.of(), null)))
        .containsExactly("b2", "a1");
    assertThat(ids(query("n1", null, null, List.of(State.RUNNING), List.of(), null)))
        .containsExactly("a1");
    assertThat(ids(query(null, null, null, List.of(), List.of("tier=back"), null)))
        .containsExactly("b2");
    assertThat(ids(query(null, null, null, List.of(), List.of("tier", "x=y"), null)))
        .containsExactly("a1");
    assertThat(ids(query(null, null, null, List.of(), List.of(), "WEB.2"))).containsExactly("c3");
    assertThat(ids(query(null, null, "nginx", List.of(), List.of(), null))).hasSize(3);
    assertThat(ids(query(null, null, "ngin", List.of(), List.of(), null))).isEmpty();
    assertThat(ids(query(null, "shop_web", null, List.of(), List.of(), null))).hasSize(3);
  }

  @Test
  void containers_pagesHaveNoGapWhenNamesAreEqual() {
    for (String id : List.of("a1", "b2", "c3", "d4")) {
      storage.roster().report(Reports.full(id, id.equals("d4") ? "z" : "same", T0), null);
    }

    List<String> seen = new ArrayList<>();
    ContainerQuery.Position after = null;
    for (int page = 0; page < 2; page++) {
      ContainerQuery query =
          new ContainerQuery(ContainerQuery.Criteria.NONE, false, null, after, 2);
      for (RosterEntry entry : storage.roster().list(query).value()) {
        seen.add(entry.id());
        after = new ContainerQuery.Position(entry.name(), entry.id());
      }
    }

    assertThat(seen).containsExactly("a1", "b2", "c3", "d4");
  }

  private static int expire(Storage storage, String node) {
    Map<String, String> silent = new HashMap<>(storage.nodes().lastMessages());
    silent.keySet().retainAll(List.of(node));
    return storage.nodes().expire(silent, STALE_AFTER);
  }

  @Test
  void nodes_becomeStale_andShowTheSwarm() {
    storage.nodes().report("n1", list(T0, Reports.full("a1", "web", T0)));
    SwarmSnapshot swarm =
        new SwarmSnapshot(
            List.of(
                new SwarmSnapshot.Member("n1", "10.0.0.1", "worker", "active", "ready"),
                new SwarmSnapshot.Member("n3", "10.0.0.3", "worker", "drain", "ready")),
            List.of(new SwarmSnapshot.Service("rollcall_server", "replicated", 3)));
    clock.advance(Duration.ofSeconds(31));
    storage
        .nodes()
        .report(
            "n2",
            new NodeReport(T0, "0.1.0", "29.0", "10.0.0.2", List.of(), List.of(), null, swarm));

    assertThat(expire(other, "n1")).isEqualTo(1);

    List<Node> nodes = other.nodes().list().value();

    assertThat(nodes).extracting(Node::name).containsExactly("n1", "n2", "n3");
    assertThat(nodes.get(0).staleSince()).isEqualTo(T0.plus(STALE_AFTER));
    assertThat(nodes.get(0).containers()).isEqualTo(1);
    assertThat(nodes.get(0).running()).isZero();
    assertThat(container("a1").report().state()).isEqualTo(State.UNKNOWN);
    assertThat(nodes.get(0).address()).isEqualTo("10.0.0.1");
    assertThat(nodes.get(1).staleSince()).isNull();
    assertThat(nodes.get(2).lastHeard()).isNull();
    assertThat(nodes.get(2).availability()).isEqualTo("drain");
    assertThat(other.nodes().services()).isEqualTo(swarm.services());
  }

  @Test
  void heartbeat_keepsTheListAndRenewsItsMeasurements() {
    storage.nodes().report("n1", list("digest-1", Reports.full("a1", "web", T0)));
    long revision = storage.changes().revision();
    clock.advance(Duration.ofSeconds(10));
    Map<String, Heartbeat.Usage> usage = Map.of("a1", new Heartbeat.Usage(33.0, 0.75));

    Versioned<Verdict> known =
        other.nodes().heartbeat("n1", new Heartbeat(T0.plusSeconds(10), "digest-1", usage));

    assertThat(known).isEqualTo(new Versioned<>(Verdict.TAKEN, revision));
    assertThat(container("a1").report().memoryUsage()).isEqualTo(33);
    assertThat(container("a1").lastSeen()).isEqualTo(T0.plusSeconds(10));
    assertThat(storage.nodes().list().value().get(0).lastHeard()).isEqualTo(T0.plusSeconds(10));
  }

  @Test
  void heartbeat_measurementsStayWithARemovedContainer() {
    storage.nodes().report("n1", list("digest-1", Reports.full("a1", "web", T0)));
    clock.advance(Duration.ofSeconds(10));
    Map<String, Heartbeat.Usage> usage = Map.of("a1", new Heartbeat.Usage(33.0, 0.75));
    other.nodes().heartbeat("n1", new Heartbeat(T0.plusSeconds(10), "digest-1", usage));
    clock.advance(Duration.ofSeconds(10));

    storage.nodes().report("n1", list(T0.plusSeconds(20)));

    Container gone = container("a1");
    assertThat(gone.report().memoryUsage()).isEqualTo(33);
    assertThat(gone.report().timestamp()).isEqualTo(T0.plusSeconds(10));
    assertThat(gone.lastSeen()).isEqualTo(T0.plusSeconds(10));
    assertThat(
            storage.roster().placements(PlacementQuery.ofContainer("a1")).value().get(0).lastSeen())
        .isEqualTo(T0.plusSeconds(10));
    ChangeEntry removed = storage.changes().after(0, 10).get(2);
    assertThat(removed.entry().toContainer()).isEqualTo(gone);
  }

  @Test
  void heartbeat_ofAnotherList_orOfAStaleNode_isRefused() {
    assertThat(heartbeat("digest-1")).isFalse();
    storage.nodes().report("n1", list("digest-1", Reports.full("a1", "web", T0)));
    assertThat(heartbeat("digest-2")).isFalse();
    assertThat(heartbeat("digest-1")).isTrue();

    clock.advance(Duration.ofSeconds(31));
    expire(storage, "n1");
    assertThat(heartbeat("digest-1")).isFalse();
  }

  private boolean heartbeat(String digest) {
    return other.nodes().heartbeat("n1", new Heartbeat(T0, digest, Map.of())).value()
        == Verdict.TAKEN;
  }

  @Test
  void left_isShownUntilTheNextMessage_andChangesNothingElse() {
    NodeReport list = list("d", Reports.full("a1", "web", T0));
    storage.nodes().report("n1", list);

    assertThat(other.nodes().left("n1", Sender.UNKNOWN).value()).isTrue();
    assertThat(other.nodes().left("n9", Sender.UNKNOWN).value()).isFalse();

    assertThat(storage.nodes().list().value().get(0).leftAt()).isEqualTo(T0);
    assertThat(container("a1").report().state()).isEqualTo(State.RUNNING);
    storage.nodes().report("n1", list);
    assertThat(storage.nodes().list().value().get(0).leftAt()).isNull();
  }

  @Test
  void departed_anUnknownContainer_getsAnEndedPlacement() {
    storage.nodes().report("n1", departed(Reports.ended("a1", "job", T0, 3)));

    Container gone = container("a1");
    assertThat(gone.removedAt()).isEqualTo(T0);
    Placement placement =
        storage.roster().placements(PlacementQuery.ofContainer("a1")).value().get(0);
    assertThat(placement.exitCode()).isEqualTo(3);
    assertThat(placement.state()).isEqualTo(State.EXITED);
    assertThat(storage.changes().after(1, 10))
        .extracting(ChangeEntry::what)
        .containsExactly(What.APPEARED, What.REMOVED);
    long revision = storage.changes().revision();
    storage.nodes().report("n1", departed(Reports.ended("a1", "job", T0, 3)));
    assertThat(storage.changes().revision()).isEqualTo(revision);
  }

  @Test
  void departed_addsTheExitCodeOfARemovedContainer() {
    storage.nodes().report("n1", list(T0, Reports.full("a1", "web", T0)));
    storage.nodes().report("n1", list(T0));
    assertThat(
            storage.roster().placements(PlacementQuery.ofContainer("a1")).value().get(0).exitCode())
        .isNull();

    storage.nodes().report("n1", departed(Reports.ended("a1", "web", T0, 137)));

    assertThat(
            storage.roster().placements(PlacementQuery.ofContainer("a1")).value().get(0).exitCode())
        .isEqualTo(137);
    assertThat(container("a1").removedAt()).isNotNull();
    assertThat(container("a1").report().state()).isEqualTo(State.REMOVED);
  }

  @Test
  void placements_nameTheContainerThatReplacedThem() {
    storage.nodes().report("n1", list(T0, Reports.full("a1", "web.1.x", T0)));
    storage.nodes().report("n1", list(T0, Reports.full("b2", "web.1.y", T0)));

    List<Placement> service =
        other.roster().placements(PlacementQuery.ofService("shop_web")).value();

    assertThat(service).extracting(Placement::container).containsExactly("b2", "a1");
    assertThat(service).extracting(Placement::replacedBy).containsExactly(null, "b2");
    assertThat(other.roster().placements(PlacementQuery.ofService("shop")).value()).isEmpty();
  }

  @Test
  void placements_ofATime_areThoseOpenThen() {
    storage.nodes().report("n1", list(T0, Reports.full("a1", "web", T0)));
    clock.advance(Duration.ofSeconds(10));
    storage.nodes().report("n1", list(T0, Reports.full("b2", "db", T0)));
    clock.advance(Duration.ofSeconds(10));
    storage.nodes().report("n2", list(T0, Reports.onNode("c3", "other", "n2", T0)));

    assertThat(placedBetween(null, null, null)).containsExactly("c3", "b2", "a1");
    assertThat(placedBetween(T0.plusSeconds(5), null, null)).containsExactly("c3", "b2", "a1");
    assertThat(placedBetween(T0.plusSeconds(10), null, null)).containsExactly("c3", "b2");
    assertThat(placedBetween(null, T0.plusSeconds(10), null)).containsExactly("b2", "a1");
    assertThat(placedBetween(null, null, "n2")).containsExactly("c3");
  }

  private List<String> placedBetween(Instant from, Instant to, String node) {
    PlacementQuery query = new PlacementQuery(null, null, node, from, to, 10);
    return other.roster().placements(query).value().stream().map(Placement::container).toList();
  }

  @Test
  void transitions_areTheChangesOfStateOrHealth() {
    storage.nodes().report("n1", list(T0, Reports.full("a1", "web", T0)));
    storage.roster().report(Reports.full("a1", "web", T0.plusSeconds(1)), null);
    clock.advance(Duration.ofSeconds(5));
    storage.nodes().report("n1", list(T0, Reports.ended("a1", "web", T0, 1)));

    assertThat(other.roster().transitions("a1").value())
        .containsExactly(
            new Transition(T0, State.RUNNING, null),
            new Transition(T0.plusSeconds(5), State.EXITED, null, 1, false));
  }

  private static NodeReport list(String digest, Report... containers) {
    return new NodeReport(T0, "0.1.0", null, null, List.of(containers), List.of(), digest, null);
  }

  private static NodeReport departed(Report... gone) {
    return new NodeReport(T0, "0.1.0", null, null, List.of(), List.of(gone), null, null);
  }

  @Test
  void nodes_aStaleNodeThatReports_isBackWithItsContainers() {
    NodeReport list = list(T0, Reports.full("a1", "web", T0));
    storage.nodes().report("n1", list);
    clock.advance(Duration.ofSeconds(31));
    expire(storage, "n1");
    assertThat(expire(other, "n1")).isZero();

    other.nodes().report("n1", list);

    assertThat(storage.nodes().list().value().get(0).staleSince()).isNull();
    assertThat(container("a1").report().state()).isEqualTo(State.RUNNING);
    assertThat(storage.changes().after(0, 100))
        .extracting(ChangeEntry::what)
        .containsExactly(
            What.NODE_APPEARED,
            What.APPEARED,
            What.NODE_STALE,
            What.CHANGED,
            What.NODE_BACK,
            What.CHANGED);
  }

  @Test
  void changes_haveEachRevisionOnceInOrder() {
    for (int i = 0; i < 20; i++) {
      (i % 2 == 0 ? storage : other)
          .roster()
          .report(Reports.full("c" + i % 5, "c", T0.plusSeconds(i)), null);
    }
    storage.nodes().report("n1", list(T0));

    List<ChangeEntry> changes = other.changes().after(0, 1000);

    assertThat(changes)
        .extracting(ChangeEntry::revision)
        .isEqualTo(
            IntStream.rangeClosed(1, (int) storage.changes().revision())
                .mapToObj(Long::valueOf)
                .toList());
    assertThat(other.changes().after(19, 1)).containsExactly(changes.get(19));
  }

  @Test
  void changes_replayedFromZeroGiveTheRoster() {
    storage
        .nodes()
        .report("n1", list(T0, Reports.full("a1", "web", T0), Reports.full("b2", "db", T0)));
    storage.roster().report(Reports.full("b2", "db-renamed", T0.plusSeconds(1)), null);
    storage.nodes().report("n1", list(T0, Reports.full("b2", "db-renamed", T0.plusSeconds(1))));
    storage.roster().report(Reports.full("c3", "other", T0), null);

    Map<String, RosterEntry> replayed = new java.util.TreeMap<>();
    for (ChangeEntry change : other.changes().after(0, 1000)) {
      if (change.entry() != null) {
        replayed.put(change.entry().id(), change.entry());
      }
    }

    ContainerQuery everything =
        new ContainerQuery(ContainerQuery.Criteria.NONE, true, null, null, 100);
    assertThat(replayed.values())
        .containsExactlyInAnyOrderElementsOf(other.roster().list(everything).value());
  }

  @Test
  void containers_atATime_haveTheirStateOfThatTime() {
    storage
        .nodes()
        .report("n1", list(T0, Reports.full("a1", "web", T0), Reports.full("b2", "db", T0)));
    clock.advance(Duration.ofMinutes(10));
    storage.nodes().report("n1", list(T0, Reports.full("b2", "db-renamed", T0)));

    assertThatThrownBy(() -> names(T0.minusSeconds(1)))
        .isInstanceOf(PrunedException.class)
        .hasMessageEndingWith("the earliest stored state is from " + T0 + ".");
    assertThat(names(T0.plusSeconds(1))).containsExactly("db", "web");
    assertThat(names(T0.plusSeconds(1), "A1")).containsExactly("web");
    assertThat(names(T0.plus(Duration.ofMinutes(10)))).containsExactly("db-renamed");
  }

  @Test
  void containers_beforeTheDatabaseWasCreated_areRefused() {
    assertThatThrownBy(() -> names(T0.minusSeconds(1)))
        .isInstanceOf(PrunedException.class)
        .hasMessageEndingWith("the earliest stored state is from " + T0 + ".");
    assertThat(names(T0)).isEmpty();
  }

  private List<String> names(Instant at) {
    return names(at, null);
  }

  private List<String> names(Instant at, String text) {
    ContainerQuery query =
        new ContainerQuery(
            new ContainerQuery.Criteria(null, null, null, List.of(), List.of(), text),
            false,
            at,
            null,
            100);
    return other.roster().list(query).value().stream().map(RosterEntry::name).toList();
  }

  @Test
  void prune_shortensTheFeed_andKeepsTheRosterOfLaterTimes() {
    storage.nodes().report("n1", list(T0, Reports.full("old", "untouched", T0)));
    for (int i = 0; i < 30; i++) {
      clock.advance(Duration.ofSeconds(1));
      storage.roster().report(Reports.full("busy", "busy", clock.instant()), null);
    }
    Retention retention = new Retention(1000, 1000, 10, Duration.ofDays(1));
    while (storage.prune(retention) > 0) {}

    long oldest = storage.changes().revision() - 10;
    assertThatThrownBy(() -> other.changes().after(0, 100))
        .isInstanceOfSatisfying(
            PrunedException.class, e -> assertThat(e.oldest()).isEqualTo(oldest));
    assertThat(other.changes().after(oldest, 100)).hasSize(10);
    assertThat(names(clock.instant())).containsExactly("busy", "untouched");
    assertThat(names(clock.instant().minusSeconds(5))).containsExactly("busy", "untouched");
  }

  @Test
  void changes_afterAFutureRevision_areRefused() {
    storage.roster().report(Reports.full("a1", "web", T0), null);

    assertThat(other.changes().after(1, 100)).isEmpty();
    assertThatThrownBy(() -> other.changes().after(2, 100))
        .isInstanceOf(PrunedException.class)
        .hasMessage("Revision 2 does not exist; the newest revision is 1.");
  }

  @Test
  void deliveryLease_isHeldUntilItIsReleasedOrExpires() {
    storage.roster().report(Reports.full("a1", "web", T0), null);
    Duration lease = Duration.ofSeconds(30);

    assertThat(storage.replicas().acquireOrRenewLease("one", lease, 0)).contains(1L);
    assertThat(other.replicas().acquireOrRenewLease("two", lease, 0)).isEmpty();
    clock.advance(Duration.ofSeconds(29));
    assertThat(storage.replicas().acquireOrRenewLease("one", lease, 7)).contains(7L);
    assertThat(storage.replicas().acquireOrRenewLease("one", lease, 5)).contains(7L);
    clock.advance(Duration.ofSeconds(29));
    assertThat(other.replicas().acquireOrRenewLease("two", lease, 0)).isEmpty();
    clock.advance(Duration.ofSeconds(2));
    assertThat(other.replicas().acquireOrRenewLease("two", lease, 0)).contains(7L);
    assertThat(storage.replicas().acquireOrRenewLease("one", lease, 9)).isEmpty();

    storage.replicas().releaseLease("one", 9);
    assertThat(storage.replicas().acquireOrRenewLease("one", lease, 9)).isEmpty();
    other.replicas().releaseLease("two", 8);
    assertThat(storage.replicas().acquireOrRenewLease("one", lease, 0)).contains(8L);

    clock.advance(Duration.ofHours(2)); // events of that time are skipped
    assertThat(storage.replicas().acquireOrRenewLease("one", lease, 8)).contains(1L);
  }

  @Test
  void slotMates_areNewestFirst_inTheirStateOfThatRevision() {
    for (int i = 0; i < 3; i++) {
      storage.roster().report(Reports.full("c" + i, "web", T0), null);
      clock.advance(Duration.ofSeconds(1));
    }
    storage.roster().report(Reports.ended("c0", "web", clock.instant(), 3), null);

    assertThat(other.changes().slotMates("c2", 4, 2))
        .extracting(RosterEntry::id)
        .containsExactly("c2", "c1");
    assertThat(other.changes().slotMates("c1", 4, 9))
        .extracting(RosterEntry::id)
        .containsExactly("c1", "c0");
    assertThat(other.changes().slotMates("c1", 4, 9).get(1).state()).isEqualTo("exited");
    assertThat(other.changes().slotMates("c1", 3, 9).get(1).state()).isEqualTo("running");
    assertThat(other.changes().slotMates("unknown", 4, 9)).isEmpty();
    assertThat(other.changes().versions("c0", 4, 9))
        .extracting(ChangeEntry::revision)
        .containsExactly(4L, 1L);
    assertThat(other.changes().versions("c0", 0, 9)).isEmpty();
  }

  @Test
  void hasNodeChange_nodeAppearsWithItsFirstList() {
    storage.nodes().report("n1", list("digest"));
    Instant later = T0.plusSeconds(60);

    assertThat(other.changes().hasNodeChange(What.NODE_APPEARED, "n1", T0, later)).isTrue();
    assertThat(other.changes().hasNodeChange(What.NODE_APPEARED, "n1", T0.plusNanos(1), later))
        .isFalse();
    assertThat(other.changes().hasNodeChange(What.NODE_APPEARED, "n2", T0, later)).isFalse();
    assertThat(other.changes().hasNodeChange(What.NODE_BACK, "n1", T0, later)).isFalse();
  }

  @Test
  void replicas_areListedUntilTheyUnregister() {
    storage.replicas().register(new Status.Replica("server.1@n1", "0.1.0", T0, T0, null));
    clock.advance(Duration.ofSeconds(16));
    other
        .replicas()
        .register(new Status.Replica("server.2@n1", "0.1.0", T0, clock.instant(), null));

    assertThat(storage.replicas().list())
        .extracting(Status.Replica::name, replica -> replica.staleSince() != null)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("server.1@n1", true),
            org.assertj.core.groups.Tuple.tuple("server.2@n1", false));

    other.replicas().unregister(storage.replicas().list().get(1));
    assertThat(storage.replicas().list()).hasSize(1);
    assertThat(storage.nodes().list().revision()).isZero();
  }

  @Test
  void unregister_keepsASuccessorOfTheSameName() {
    Status.Replica old = new Status.Replica("server.1@n1", "0.1.0", T0, T0, null);
    storage.replicas().register(old);
    other
        .replicas()
        .register(new Status.Replica("server.1@n1", "0.2.0", T0.plusSeconds(1), T0, null));

    storage.replicas().unregister(old);

    assertThat(storage.replicas().list())
        .extracting(Status.Replica::version)
        .containsExactly("0.2.0");
  }

  @Test
  void prune_keepsTheNewestReports_andForgetsSilentContainers() {
    storage.nodes().report("n1", list(T0, Reports.full("a1", "web", T0)));
    for (int i = 0; i < 10; i++) {
      storage.roster().report(Reports.full("b2", "db", T0.plusSeconds(i)), null);
    }
    clock.advance(Duration.ofDays(2));
    storage.roster().report(Reports.full("b2", "db", clock.instant()), null);

    Retention retention = new Retention(3, 1000, 1000, Duration.ofDays(1));
    assertThat(storage.prune(retention)).isPositive();
    while (storage.prune(retention) > 0) {}

    assertThat(storage.roster().reports("b2", null, 100).value()).hasSize(3);
    assertThat(storage.roster().find("a1").value()).isEmpty();
    assertThat(storage.roster().placements(PlacementQuery.ofContainer("a1")).value()).isEmpty();
    assertThat(container("b2").report().name()).isEqualTo("db");
  }

  @Test
  void prune_keepsLongRunningContainers() {
    storage.nodes().report("n1", list("digest-1", Reports.full("a1", "web", T0)));
    clock.advance(Duration.ofDays(2));
    other.nodes().heartbeat("n1", new Heartbeat(T0, "digest-1", Map.of()));

    assertThat(storage.prune(new Retention(3, 1000, 1000, Duration.ofDays(1)))).isZero();
    assertThat(ids(ContainerQuery.first(10))).containsExactly("a1");
  }

  @Test
  void prune_boundsTheNumberOfContainers() {
    for (int i = 0; i < 20; i++) {
      clock.advance(Duration.ofSeconds(1));
      storage.roster().report(Reports.full("c" + i, "c", clock.instant()), null);
    }

    storage.prune(new Retention(1000, 5, 1000, Duration.ofDays(1)));

    assertThat(ids(ContainerQuery.first(100)))
        .containsExactlyInAnyOrder("c15", "c16", "c17", "c18", "c19");
  }

  @Test
  void revision_risesByOnePerChange() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Future<Long>> revisions = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        int n = i;
        Storage either = i % 2 == 0 ? storage : other;
        revisions.add(
            threads.submit(
                () -> either.roster().report(Reports.full("c" + n, "c", T0), null).revision()));
      }
      List<Long> seen = new ArrayList<>();
      for (Future<Long> revision : revisions) {
        seen.add(revision.get());
      }
      assertThat(seen.stream().sorted().toList())
          .isEqualTo(IntStream.rangeClosed(1, 200).mapToObj(Long::valueOf).toList());
    } finally {
      threads.shutdown();
    }
  }

  @Test
  void allDataOutlivesAClose() {
    storage.roster().report(Reports.full("a1", "web", T0), null);
    String id = storage.status().value().id();
    storage.close();

    storage = open();

    assertThat(container("a1").report().name()).isEqualTo("web");
    assertThat(storage.status().value().id()).isEqualTo(id);
    assertThat(storage.status().revision()).isEqualTo(1);
  }

  private Container container(String key) {
    return storage.roster().find(key).value().orElseThrow().toContainer();
  }

  private List<String> ids(ContainerQuery query) {
    return other.roster().list(query).value().stream().map(RosterEntry::id).toList();
  }

  private static NodeReport list(Instant time, Report... containers) {
    return new NodeReport(
        time, "0.1.0", "20.10.24", null, List.of(containers), List.of(), null, null);
  }

  private static ContainerQuery query(
      String node,
      String service,
      String image,
      List<State> states,
      List<String> labels,
      String text) {
    return new ContainerQuery(
        new ContainerQuery.Criteria(node, service, image, states, labels, text),
        false,
        null,
        null,
        100);
  }
}
