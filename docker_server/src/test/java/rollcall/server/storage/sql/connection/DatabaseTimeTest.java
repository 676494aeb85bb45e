package rollcall.server.storage.sql.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The database's clock between two queries, by a monotonic clock that the test advances. */
class DatabaseTimeTest {
  private final Queue<Long> steady = new ArrayDeque<>();
  private final DatabaseTime time =
      DatabaseTime.inSql("(SELECT now FROM clock)", () -> steady.remove());
  private SqlConnection sql;

  @BeforeEach
  void make() throws Exception {
    Connection connection = DriverManager.getConnection("jdbc:sqlite::memory:");
    sql = new SqlConnection(connection, new Dialect("", "", ""));
    sql.execute("CREATE TABLE revision AS SELECT 1 AS value");
    sql.execute("CREATE TABLE change AS SELECT 1 AS revision, 500 AS time");
    sql.execute("CREATE TABLE clock (now INTEGER)");
  }

  @AfterEach
  void close() {
    sql.close();
  }

  /** Queries a database whose clock shows {@code now}; the response comes at another time. */
  private void ask(long now, long asked, long answered) throws Exception {
    sql.execute("DELETE FROM clock");
    sql.execute("INSERT INTO clock VALUES (" + now + ")");
    steady.addAll(List.of(asked, answered));
    time.read(sql);
  }

  private Instant at(long nanos) {
    steady.add(nanos);
    return time.now();
  }

  @Test
  void now_followsTheMonotonicClock() throws Exception {
    ask(1000, 10, 10);

    assertThat(at(10)).isEqualTo(Instant.ofEpochSecond(0, 1000));
    assertThat(at(35)).isEqualTo(Instant.ofEpochSecond(0, 1025));
  }

  @Test
  void now_aSlowResponseDoesNotMakeItJump() throws Exception {
    ask(1000, 10, 10);
    ask(1090, 20, 100); // 1010 at the query, 1090 at the response

    assertThat(at(100)).isEqualTo(Instant.ofEpochSecond(0, 1090));
    ask(1110, 120, 200);
    assertThat(at(200)).isEqualTo(Instant.ofEpochSecond(0, 1190));
  }

  @Test
  void now_followsAClockThatWasSet() throws Exception {
    ask(1000, 10, 10);
    ask(9000, 20, 30);
    assertThat(at(30)).isEqualTo(Instant.ofEpochSecond(0, 9000));

    ask(2000, 40, 50);
    assertThat(at(50)).isEqualTo(Instant.ofEpochSecond(0, 2010));
  }

  @Test
  void now_isNotBehindTheNewestChange() throws Exception {
    ask(100, 10, 10);

    assertThat(at(10)).isEqualTo(Instant.ofEpochSecond(0, 500));
  }
}
