package rollcall.server.storage.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import rollcall.api.container.Report;
import rollcall.server.storage.roster.ContainerQuery;
import rollcall.server.storage.roster.PlacementQuery;
import rollcall.server.storage.sql.change.ChangeTable;
import rollcall.server.storage.sql.change.WriteSession;
import rollcall.server.storage.sql.connection.DatabaseTime;
import rollcall.server.storage.sql.connection.Migrations;
import rollcall.server.storage.sql.connection.ResultSets;
import rollcall.server.storage.sql.connection.SqlConnection;
import rollcall.server.storage.sql.connection.Transaction;
import rollcall.server.storage.sql.history.PlacementReader;
import rollcall.server.storage.sql.roster.PostedReports;
import rollcall.server.storage.sql.roster.PreparedReport;
import rollcall.server.storage.sql.roster.ReportTable;
import rollcall.server.storage.sql.roster.RosterReader;
import rollcall.server.storage.sqlite.SqliteBackend;

/**
 * Checks SQLite's query plans of the frequent queries: they use an index, and neither scan a table
 * nor sort.
 */
class QueryPlanTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final Instant T0 = Instant.parse("2026-11-01T00:00:00Z");

  /** This table has one row. */
  private static final String ONE_ROW = "SCAN revision";

  @TempDir Path folder;

  /** Uses a connection whose statements are explained. */
  private interface Work {
    void run(SqlConnection sql) throws SQLException;
  }

  static Stream<Arguments> asked() {
    return Stream.of(
        Arguments.of(
            "a container by id",
            (Work) sql -> RosterReader.find(sql, "a1"),
            List.of("SEARCH c USING PRIMARY KEY (id=?)")),
        Arguments.of(
            "a container by its whole id",
            (Work) sql -> RosterReader.byId(sql, "a1"),
            List.of("SEARCH c USING PRIMARY KEY (id=?)")),
        Arguments.of(
            "a container by name or prefix",
            (Work) sql -> RosterReader.find(sql, "none"),
            List.of("container_by_name (name=?)", "PRIMARY KEY (id>? AND id<?)")),
        Arguments.of(
            "the first page",
            (Work) sql -> RosterReader.list(sql, ContainerQuery.first(100)),
            List.of("SCAN c USING INDEX container_by_name")),
        Arguments.of(
            "the next page",
            (Work) sql -> RosterReader.list(sql, page(null)),
            List.of("SEARCH c USING INDEX container_by_name")),
        Arguments.of(
            "a search",
            (Work) sql -> RosterReader.list(sql, page("web")),
            List.of("container_by_words")),
        Arguments.of(
            "the changes after a revision",
            (Work) sql -> ChangeTable.after(sql, 1, 100),
            List.of("SEARCH change USING INTEGER PRIMARY KEY (rowid>?)")),
        Arguments.of(
            "a container's placements",
            (Work) sql -> PlacementReader.placements(sql, PlacementQuery.ofContainer("a1")),
            List.of("placement_of (container=?")),
        Arguments.of(
            "a container's reports",
            (Work) sql -> ReportTable.of(sql, "a1", null, 100),
            List.of("SEARCH report USING INDEX report_once (id=? AND timestamp<?)")),
        Arguments.of(
            "whether reports have come", (Work) ReportTable::range, List.of("SEARCH report")),
        Arguments.of(
            "a report's way in",
            (Work) sql -> post(session(sql)),
            List.of(
                "SEARCH c USING PRIMARY KEY (id=?)",
                "SEARCH container USING PRIMARY KEY (id=?)",
                "SEARCH report")));
  }

  private static ContainerQuery page(@Nullable String text) {
    return new ContainerQuery(
        new ContainerQuery.Criteria(null, null, null, List.of(), List.of(), text),
        false,
        null,
        new ContainerQuery.Position("a", "a1"),
        100);
  }

  private static WriteSession session(SqlConnection sql) throws SQLException {
    return new WriteSession(sql, DatabaseTime.of(Clock.systemUTC()).read(sql));
  }

  private static void post(WriteSession session) throws SQLException {
    Report report = Report.basic("a1", "web", "nginx", T0.plusSeconds(9), 1, 0);
    ReportTable.add(session, report, null);
    PostedReports.apply(session, report, () -> PreparedReport.of(report));
    session.saveRevision();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("asked")
  void plan_usesTheIndex(String what, Work work, List<String> expected) throws Exception {
    try (SqliteBackend backend = new SqliteBackend(folder.resolve("plan.db"), TIMEOUT)) {
      Migrations.run(backend);
      try (Transaction transaction = backend.write()) {
        post(session(transaction.sql()));
        List<String> asked = new ArrayList<>();
        Connection connection = transaction.sql().connection();
        work.run(new SqlConnection(recording(connection, asked), transaction.sql().dialect()));

        List<String> plan = new ArrayList<>();
        for (String sql : asked) {
          List<String> steps =
              ResultSets.list(
                  transaction.sql(), row -> row.getString(4), "EXPLAIN QUERY PLAN " + sql);
          // The few containers of one name may be sorted.
          boolean mayBeSorted = steps.stream().anyMatch(step -> step.contains("(name=?)"));
          assertThat(steps).noneMatch(step -> !mayBeSorted && step.contains("TEMP B-TREE"));
          plan.addAll(steps);
        }

        assertThat(plan)
            .noneMatch(
                line ->
                    line.startsWith("SCAN") && !line.contains("INDEX") && !line.equals(ONE_ROW));
        for (String part : expected) {
          assertThat(plan).anyMatch(line -> line.contains(part));
        }
      }
    }
  }

  /** Wraps the connection; records the SQL of each statement. */
  private static Connection recording(Connection connection, List<String> texts) {
    return (Connection)
        Proxy.newProxyInstance(
            Connection.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("prepareStatement")) {
                texts.add((String) arguments[0]);
              }
              try {
                return method.invoke(connection, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
