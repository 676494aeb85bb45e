package rollcall.server.webhook;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import rollcall.api.container.Report;
import rollcall.api.container.State;
import rollcall.api.node.NodeReport;
import rollcall.api.node.Sender;
import rollcall.api.node.SwarmSnapshot;
import rollcall.server.storage.Storage;
import rollcall.server.storage.TestClock;

/** A simulated node with its own clock, whose agent reports each change of its containers. */
final class PlayedNode {
  private final String name;
  private final Storage storage;
  private final TestClock clock;
  private final Duration ahead;
  private final Map<String, Report> there = new LinkedHashMap<>();
  private final List<Report> departed = new ArrayList<>();
  private final Map<String, Report> unread = new LinkedHashMap<>();
  private int made;
  private boolean isAway;
  private long sequence;
  @Nullable SwarmSnapshot swarm;
  @Nullable String engine;

  PlayedNode(String name, Storage storage, TestClock clock, Duration ahead) {
    this.name = name;
    this.storage = storage;
    this.clock = clock;
    this.ahead = ahead;
  }

  /** Sets whether the agent is away; when it is back, it reports the current state. */
  void away(boolean away) {
    isAway = away;
    tell();
  }

  void tell() {
    if (isAway) {
      return;
    }
    there.replaceAll((id, report) -> at(report));
    NodeReport list =
        new NodeReport(
            now(),
            "0.1.0",
            null,
            null,
            List.copyOf(there.values()),
            List.copyOf(departed),
            "digest",
            swarm);
    storage
        .nodes()
        .report(
            name,
            engine == null ? list : list.from(new Sender(engine, "run-" + engine, ++sequence)));
    departed.clear();
  }

  /** Starts a new container, in a service's slot or without a service. */
  String start(@Nullable String service, @Nullable Integer slot) {
    String id = (engine == null ? name : engine) + "-" + made++;
    String label = service == null ? "alone" : service + "." + slot + "." + id;
    there.put(id, running(id, label, service, slot));
    tell();
    return id;
  }

  /** Ends a container without a restart. */
  void end(String id, int code, boolean isOutOfMemory, @Nullable Boolean stopped) {
    change(
        id, report -> ended(report, State.EXITED, report.restarts(), code, isOutOfMemory, stopped));
  }

  /** Ends a container that its policy is going to restart. */
  void endForRestart(String id, int code, boolean isOutOfMemory) {
    change(
        id,
        report ->
            ended(report, State.RESTARTING, restarts(report) + 1, code, isOutOfMemory, false));
  }

  /** Runs a container again, with a number of restarts by its policy. */
  void run(String id, int restarts) {
    change(
        id,
        report ->
            copy(
                report,
                now(),
                State.RUNNING,
                restarts,
                null,
                null,
                now(),
                report.finished(),
                null));
  }

  /** Reports a container as an agent does that cannot inspect it, until {@link #read}. */
  void unread(String id, boolean isEndKnown) {
    Report full = there.get(id);
    unread.put(id, full);
    Instant finished = isEndKnown ? full.finished() : null;
    there.put(
        id,
        copy(
            full,
            now(),
            full.state(),
            full.restarts(),
            null,
            null,
            full.started(),
            finished,
            null));
    tell();
  }

  void read(String id) {
    there.put(id, unread.remove(id));
    tell();
  }

  void remove(String id) {
    Report last = there.remove(id);
    if (last != null && last.exitCode() != null) {
      departed.add(at(last));
    }
    tell();
  }

  /** Ends and removes a container in one list. */
  void removeEnded(String id, int code, boolean isOutOfMemory, @Nullable Boolean stopped) {
    boolean wasAway = isAway;
    isAway = true;
    end(id, code, isOutOfMemory, stopped);
    remove(id);
    isAway = wasAway;
    tell();
  }

  int restarts(String id) {
    return restarts(there.get(id));
  }

  private static int restarts(Report report) {
    return report.restarts() == null ? 0 : report.restarts();
  }

  private void change(String id, UnaryOperator<Report> change) {
    there.computeIfPresent(id, (key, report) -> change.apply(report));
    tell();
  }

  private Instant now() {
    return clock.instant().plus(ahead);
  }

  private Report at(Report report) {
    return copy(
        report,
        now(),
        report.state(),
        report.restarts(),
        report.exitCode(),
        report.oomKilled(),
        report.started(),
        report.finished(),
        report.stopped());
  }

  private Report ended(
      Report report,
      State state,
      @Nullable Integer restarts,
      int code,
      boolean isOutOfMemory,
      @Nullable Boolean stopped) {
    return copy(
        report, now(), state, restarts, code, isOutOfMemory, report.started(), now(), stopped);
  }

  private Report running(
      String id, String label, @Nullable String service, @Nullable Integer slot) {
    return Report.builder(id, label, "shop:1", now())
        .memoryUsage(1.0)
        .cpuUsage(0.1)
        .node(name)
        .service(service)
        .task(service == null ? null : "task-" + id)
        .slot(slot)
        .state(State.RUNNING)
        .restarts(0)
        .created(now())
        .started(now())
        .build();
  }

  private static Report copy(
      Report report,
      Instant timestamp,
      @Nullable State state,
      @Nullable Integer restarts,
      @Nullable Integer code,
      @Nullable Boolean oom,
      @Nullable Instant started,
      @Nullable Instant finished,
      @Nullable Boolean stopped) {
    return report.toBuilder()
        .timestamp(timestamp)
        .state(state)
        .exitCode(code)
        .oomKilled(oom)
        .restarts(restarts)
        .started(started)
        .finished(finished)
        .stopped(stopped)
        .build();
  }
}
