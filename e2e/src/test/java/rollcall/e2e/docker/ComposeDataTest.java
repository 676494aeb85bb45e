package rollcall.e2e.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static rollcall.e2e.docker.Compose.LAYER4;
import static rollcall.e2e.docker.Compose.LAYER7;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import rollcall.api.container.Report;
import rollcall.api.status.LoggedRequest;
import rollcall.client.RollcallClient;
import rollcall.e2e.Http;

/**
 * What is stored stays: a client of the second lab works on port 3000, the third lab's last 25
 * requests outlive {@code down} and {@code up}, PostgreSQL restarted while it is written to loses
 * no acknowledged write, and only {@code down -v} deletes.
 */
@Tag("docker")
class ComposeDataTest {
  private static final Http SERVERS = new Http(LAYER7);

  @RegisterExtension static final Compose compose = Compose.onHighPorts();

  @Test
  void secondLab_onPort3000_worksUnchanged() {
    compose.start(3);
    Http lab = new Http(LAYER4);

    lab.get("/healthcheck").is(200);
    lab.post("/set_var", color("blue")).is(201);
    lab.post("/set_var", color("red")).is(409);
    assertThat(lab.get("/get_var?key=sky").is(200).text("value")).isEqualTo("blue");
    lab.put("/edit_var", color("grey")).is(200);
    for (int i = 0; i < 3; i++) { // each a connection of its own: another server
      assertThat(lab.get("/get_var?key=sky").is(200).text("value")).isEqualTo("grey");
    }
    lab.delete("/delete_var", "{\"key\": \"sky\"}").is(200);
    lab.get("/get_var?key=sky").is(404);
    lab.put("/edit_var", color("red")).is(404);
  }

  private static String color(String value) {
    return "{\"key\": \"sky\", \"value\": \"%s\"}".formatted(value);
  }

  @Test
  void database_restartedWhileItIsWrittenTo_losesNoAcknowledgedWrite() throws Exception {
    compose.start(3);
    Writers writers = new Writers(4, compose.client());
    Compose.patiently().until(() -> writers.acknowledged().size() >= 20);
    compose.run("restart", "-t", "10", "database");
    String database = compose.container("database");
    Compose.patiently()
        .until(() -> compose.inspect(database, "{{.State.Health.Status}}").equals("healthy"));
    Instant back = Instant.now();
    Compose.patiently().until(() -> firstSince(back, writers.acknowledged()).isPresent());
    List<Writers.Write> written = writers.stop();

    assertThat(Duration.between(back, firstSince(back, written).orElseThrow()))
        .as("until the first write after the database's return")
        .isLessThan(Duration.ofSeconds(5));
    assertThat(stored()).containsAll(written.stream().map(Writers.Write::name).toList());
  }

  private static Optional<Instant> firstSince(Instant time, List<Writers.Write> written) {
    return written.stream().map(Writers.Write::time).filter(time::isBefore).findFirst();
  }

  private static Set<String> stored() {
    JsonElement list = SERVERS.get("/service").is(200).json();
    return StreamSupport.stream(list.getAsJsonArray().spliterator(), false)
        .map(one -> one.getAsJsonObject().get("name").getAsString())
        .collect(Collectors.toSet());
  }

  /** The newest is the request for the list itself; those before it are there again. */
  @Test
  void requestLog_afterDownAndUp_isThere() {
    compose.start(3);
    for (int i = 0; i < 30; i++) {
      SERVERS.get("/api/vars").is(200);
    }
    // Until each replica has written its own, earlier calls of this very loop included.
    AtomicInteger calls = new AtomicInteger();
    RollcallClient client = compose.client();
    Instant start = client.status().time();
    List<LoggedRequest> before = new ArrayList<>();
    Compose.patiently()
        .pollInterval(3, TimeUnit.SECONDS)
        .until(
            () -> {
              calls.incrementAndGet();
              before.clear();
              before.addAll(client.requests(100).value().requests());
              return count(before, "/api/vars", Instant.MIN) >= 30
                  && count(before, "/api/requests", start) == calls.get();
            });
    compose.run("down");
    assertThat(compose.containers("server")).isEmpty();
    assertThat(compose.containers("database")).isEmpty();
    compose.start(2);

    List<LoggedRequest> after = compose.client().requests(25).value().requests();
    assertThat(after).hasSize(25);
    assertThat(after.subList(1, 25)).isEqualTo(before.subList(0, 24));
    assertThat(SERVERS.get("/requests").is(200).body()).contains("/requests");
  }

  private static long count(List<LoggedRequest> requests, String path, Instant since) {
    return requests.stream()
        .filter(request -> request.path().equals(path) && request.time().isAfter(since))
        .count();
  }

  @Test
  void downWithVolumes_deletesAll() {
    compose.start(1);
    compose.client().post(Report.basic("a1", "web", "nginx", Instant.now(), 1.5, 0.25));
    assertThat(stored()).contains("web");

    compose.run("down", "-v");
    compose.start(1);
    assertThat(stored()).isEmpty();
  }

  @Test
  void balancer_withoutAServer_answersAsServersWould() {
    compose.start(1);
    compose.run("stop", "-t", "1", "server");

    Http.Reply reply = SERVERS.get("/api/status").is(503);
    JsonObject problem = reply.json().getAsJsonObject();
    assertThat(reply.headers().get("Content-Type")).isEqualTo("application/problem+json");
    assertThat(problem.get("type").getAsString()).isEqualTo("urn:rollcall:problem:busy");
    assertThat(problem.get("status").getAsInt()).isEqualTo(503);
    assertThat(problem.get("detail").getAsString()).contains("server");
  }
}
