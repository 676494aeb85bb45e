package rollcall.server.storage.sql;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import rollcall.api.container.Report;
import rollcall.api.history.Placement;
import rollcall.api.history.Transition;
import rollcall.server.storage.Roster;
import rollcall.server.storage.Versioned;
import rollcall.server.storage.roster.ContainerQuery;
import rollcall.server.storage.roster.PlacementQuery;
import rollcall.server.storage.roster.ReportRange;
import rollcall.server.storage.roster.RosterEntry;
import rollcall.server.storage.roster.StoreResult;
import rollcall.server.storage.roster.StoredReport;
import rollcall.server.storage.sql.connection.Backend;
import rollcall.server.storage.sql.connection.ResultSets;
import rollcall.server.storage.sql.history.PlacementReader;
import rollcall.server.storage.sql.roster.PostedReports;
import rollcall.server.storage.sql.roster.PreparedReport;
import rollcall.server.storage.sql.roster.ReportTable;
import rollcall.server.storage.sql.roster.RosterReader;
import rollcall.server.storage.sql.roster.SilentProcesses;

/** {@link Roster} in SQL. */
final class SqlRoster implements Roster {
  /** Reports per read transaction of {@link #allReports}. */
  private static final int STEP = 1000;

  private final ReadTransactions reads;
  private final GroupCommitWriter writer;
  private final Backend backend;

  SqlRoster(ReadTransactions reads, GroupCommitWriter writer, Backend backend) {
    this.reads = reads;
    this.writer = writer;
    this.backend = backend;
  }

  @Override
  public Versioned<StoreResult> report(Report report, @Nullable String postedTimestamp) {
    // Prepared in this thread to relieve the writer; a report without a state seldom needs it.
    PreparedReport eager = report.state() == null ? null : PreparedReport.of(report);
    Supplier<PreparedReport> prepared = () -> eager == null ? PreparedReport.of(report) : eager;
    return writer.write(
        session -> {
          boolean isNew = ReportTable.add(session, report, postedTimestamp);
          RosterEntry entry =
              isNew
                  ? PostedReports.apply(session, report, prepared)
                  : RosterReader.byId(session.sql(), report.id())
                      .value()
                      // The container was pruned from the roster, but its report was not.
                      .orElseGet(() -> prepared.get().entry());
          return new StoreResult(entry, isNew);
        });
  }

  @Override
  public Versioned<List<RosterEntry>> list(ContainerQuery query) {
    return reads.read("list the containers", reader -> RosterReader.list(reader, query));
  }

  /** Tries the full id first, which most requests have: one statement without a transaction. */
  @Override
  public Versioned<Optional<RosterEntry>> find(String key) {
    Versioned<Optional<RosterEntry>> byId =
        reads.run(
            "find the container", backend::readSingle, reader -> RosterReader.byId(reader, key));
    if (byId.value().isPresent()) {
      return byId;
    }
    return reads.read("find the container", reader -> RosterReader.find(reader, key));
  }

  @Override
  public Versioned<List<Placement>> placements(PlacementQuery query) {
    return reads.read("read the history", reader -> PlacementReader.placements(reader, query));
  }

  @Override
  public Versioned<List<Transition>> transitions(String id) {
    return reads.read("read the history", reader -> PlacementReader.transitions(reader, id));
  }

  @Override
  public Versioned<List<StoredReport>> reports(String id, @Nullable Instant before, int limit) {
    return reads.read("read the reports", reader -> ReportTable.of(reader, id, before, limit));
  }

  @Override
  public void allReports(Consumer<StoredReport> consumer) {
    long seq = 0;
    List<ReportTable.Arrived> step;
    do {
      long after = seq;
      step =
          reads.read("read the reports", reader -> ReportTable.after(reader, after, STEP)).value();
      for (ReportTable.Arrived arrived : step) {
        consumer.accept(arrived.report());
        seq = arrived.seq();
      }
    } while (step.size() == STEP);
  }

  @Override
  public Versioned<ReportRange> reportRange() {
    return reads.read("read the reports", ReportTable::range);
  }

  @Override
  public Map<String, Long> countByState() {
    return reads
        .read(
            "count the containers",
            reader ->
                ResultSets.list(
                    reader,
                    row -> Map.entry(row.getString(1), row.getLong(2)),
                    "SELECT coalesce(state, 'unknown'), count(*) FROM container"
                        + " WHERE removed_at IS NULL GROUP BY 1"))
        .value()
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  @Override
  public int expireProcesses(Duration unknownAfter, Duration removedAfter) {
    boolean anySilent =
        reads
            .read(
                "find silent processes",
                reader ->
                    SilentProcesses.isAny(reader, reads.now(reader), unknownAfter, removedAfter))
            .value();
    return anySilent
        ? writer
            .write(session -> SilentProcesses.expire(session, unknownAfter, removedAfter))
            .value()
        : 0;
  }
}
