package rollcall.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import rollcall.api.status.LoggedRequest;
import rollcall.api.status.RequestLogPage;
import rollcall.client.http.LocalHostName;
import rollcall.testing.ContractServer;
import rollcall.testing.Samples;

/** The output of {@code requests}. */
class RequestsTest {
  private static final RequestLogPage LOG =
      new RequestLogPage(
          List.of(
              new LoggedRequest(
                  Samples.TIME, "4f2a1c9d0b7e", "GET", "/api/requests", 200, 1.26, "server.2@n1"),
              new LoggedRequest(
                  Samples.TIME.minusSeconds(1),
                  "evil\u001b[2J",
                  "PUT",
                  "/a",
                  412,
                  12.5,
                  "server.1@n1")),
          new TreeMap<>(Map.of("server.1@n1", 12L, "server.2@n1", 13L)),
          3,
          7);

  private ContractServer http;
  private Session session;

  @BeforeEach
  void start() throws Exception {
    http = new ContractServer(Samples.web());
    session = new Session(http);
  }

  @AfterEach
  void stop() {
    http.close();
  }

  @Test
  void requests_areATable() {
    http.on("/api/requests", LOG);

    assertThat(session.run("requests")).isZero();

    assertThat(session.out)
        .hasToString(
            """
            TIME (UTC)           CALLER         METHOD  PATH           STATUS  MS    ANSWERED BY
            2026-11-20 21:00:00  4f2a1c9d0b7e   GET     /api/requests  200     1.3   server.2@n1
            2026-11-20 20:59:59  evil\\u001b[2J  PUT     /a             412     12.5  server.1@n1
            answered: server.1@n1 12, server.2@n1 13 · 3 not logged
            2 requests, revision 7
            """);
  }

  @Test
  void requests_sendsLimitAndCaller() {
    AtomicReference<String> request = new AtomicReference<>("");
    http.on(
        "/api/requests",
        exchange -> {
          request.set(
              exchange.getRequestURI().getQuery()
                  + " "
                  + exchange.getRequestHeaders().getFirst("X-Rollcall-Caller"));
          ContractServer.answer(exchange, 200, LOG);
        });

    assertThat(session.run("REQUESTS -n 3 --json")).isZero();

    assertThat(request).hasValue("limit=3 " + LocalHostName.name());
    assertThat(JsonParser.parseString(session.out.toString()).getAsJsonObject().keySet())
        .containsExactly("requests", "answered", "dropped", "revision");
  }

  @Test
  void requests_rejectsInvalidLimits() {
    assertThat(session.run("requests -n 0")).isEqualTo(2);
    assertThat(session.run("requests -n x")).isEqualTo(2);

    assertThat(session.err.toString())
        .startsWith("-n must be a number from 1 to 1000\n")
        .contains("x");
  }
}
