package rollcall.benchmarks;

import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.AbstractHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * The least that a Jetty can do for {@code GET /api/containers/{id}}: the query, every column of
 * its row read, and the same bytes written. No routes, no JSON, no headers of ours, no request log,
 * no metrics.
 *
 * <p>usage: BareJetty PORT DATABASE BODY, the body's file holding Rollcall's own answer.
 */
public final class BareJetty extends AbstractHandler {
  private static final String QUERY =
      "SELECT id, name, state, facts, timestamp, memory_usage, cpu_usage, first_seen, last_seen,"
          + " removed_at FROM roster WHERE id = ?";

  private final ThreadLocal<PreparedStatement> statement;
  private final byte[] body;

  private BareJetty(String database, byte[] body) {
    this.body = body;
    statement = ThreadLocal.withInitial(() -> prepare(database));
  }

  private static PreparedStatement prepare(String database) {
    try {
      Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
      return connection.prepareStatement(QUERY);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void handle(
      String target, Request base, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    base.setHandled(true);
    try {
      PreparedStatement query = statement.get();
      query.setString(1, target.substring(target.lastIndexOf('/') + 1));
      try (ResultSet row = query.executeQuery()) {
        if (!row.next()) {
          response.sendError(404);
          return;
        }
        for (int column = 1; column <= 10; column++) {
          row.getObject(column);
        }
      }
    } catch (SQLException e) {
      throw new IOException(e);
    }
    response.setContentType("application/json");
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
  }

  public static void main(String[] args) throws Exception {
    byte[] body = Files.readAllBytes(Path.of(args[2]));
    if (!JsonParser.parseString(new String(body, StandardCharsets.UTF_8)).isJsonObject()) {
      throw new IllegalArgumentException("no answer of Rollcall's in " + args[2]);
    }
    QueuedThreadPool threads = new QueuedThreadPool(128, 4);
    Server server = new Server(threads);
    ServerConnector connector = new ServerConnector(server, 1, 1);
    connector.setHost("127.0.0.1");
    connector.setPort(Integer.parseInt(args[0]));
    server.addConnector(connector);
    server.setHandler(new BareJetty(args[1], body));
    server.start();
    server.join();
  }
}
