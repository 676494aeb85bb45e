package rollcall.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import rollcall.api.container.Report;
import rollcall.api.json.Json;
import rollcall.client.http.ApiResponse;
import rollcall.client.http.Endpoint;
import rollcall.client.http.HttpClients;
import rollcall.client.http.ProblemException;
import rollcall.client.http.Target;
import rollcall.client.http.UnreachableException;
import rollcall.testing.ContractServer;
import rollcall.testing.Samples;

class RollcallClientTest {
  private final HttpClients clients = new HttpClients();
  private ContractServer http;

  @BeforeEach
  void start() throws Exception {
    http = new ContractServer(Samples.web());
  }

  @AfterEach
  void stop() {
    http.close();
  }

  @Test
  void post_distinguishesNewFromStored() {
    assertThat(server().post(Samples.web()).status()).isEqualTo(201);

    ApiResponse<?> again = server().post(Samples.web());

    assertThat(again.status()).isEqualTo(200);
    assertThat(again.servedBy()).contains("server.1@here");
  }

  @Test
  void post_sendsEveryField() {
    assertThat(server().post(Samples.web()).value().report()).isEqualTo(Samples.web());
  }

  @Test
  void containers_followsPages() {
    for (String name : new String[] {"a", "b", "c", "d", "e"}) {
      http.add(Samples.seen(Samples.plain(name, name), Samples.TIME));
    }

    assertThat(server().containers(ContainerFilter.NONE))
        .hasSize(3)
        .flatExtracting(page -> page.value().containers())
        .extracting(container -> container.report().name())
        .containsExactly("a", "b", "c", "d", "e");
  }

  @Test
  void vars_withoutALastPage_areNotTakenForAll() {
    byte[] page = "{\"vars\":[],\"next\":\"more\",\"revision\":1}".getBytes(StandardCharsets.UTF_8);
    http.on(
        "/api/vars",
        exchange -> {
          exchange.getResponseHeaders().set("X-Rollcall-Revision", "1");
          exchange.sendResponseHeaders(200, page.length);
          exchange.getResponseBody().write(page);
          exchange.close();
        });

    assertThatThrownBy(() -> server().vars())
        .isInstanceOf(UnreachableException.class)
        .hasMessageContaining("no end after");
  }

  @Test
  void container_notFound() {
    assertThatThrownBy(() -> server().container("nope"))
        .isInstanceOf(ProblemException.class)
        .hasMessage("Not found: nothing at /api/containers/nope");
  }

  @Test
  void serverAndAgent_receiveTheToken() {
    Optional<String> token = Optional.of("s3cret");
    new AgentClient(clients, at(Target.AGENT), Duration.ofSeconds(5), token).container("web");
    new RollcallClient(clients, at(Target.SERVER), Duration.ofSeconds(5), token).status();
    server().status();

    assertThat(http.authorizations()).containsExactly("Bearer s3cret", "Bearer s3cret");
  }

  @Test
  void post_forwardsTheSignedReportUnchanged() {
    AtomicReference<String> posted = new AtomicReference<>();
    // A newer agent sends members that this version does not know.
    String newer = Json.write(Samples.web()).replaceFirst("\\{", "{\"mood\":\"fine\",");
    http.on(
        "/info",
        exchange -> {
          exchange.getResponseHeaders().set("X-Rollcall-Statement", "signed");
          byte[] body = newer.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    http.on(
        "/api/reports",
        exchange -> {
          posted.set(
              exchange.getRequestHeaders().getFirst("X-Rollcall-Statement")
                  + " "
                  + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          exchange.sendResponseHeaders(401, -1);
          exchange.close();
        });
    ApiResponse<Report> info =
        new AgentClient(clients, at(Target.AGENT), Duration.ofSeconds(5), Optional.empty()).info();

    assertThatThrownBy(() -> server().post(info)).isInstanceOf(ProblemException.class);

    assertThat(posted.get()).isEqualTo("signed " + newer);
  }

  private RollcallClient server() {
    return new RollcallClient(clients, at(Target.SERVER), Duration.ofSeconds(5));
  }

  private Endpoint at(Target target) {
    return Endpoint.parse(target, http.url());
  }
}
