package rollcall.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rollcall.api.Bounds;
import rollcall.api.Problem;
import rollcall.api.json.Json;
import rollcall.api.variable.Variable;
import rollcall.api.variable.VariableHistory;
import rollcall.api.variable.VariablePage;
import rollcall.server.storage.variable.VariableWrite;

/** Shared variables over HTTP. */
class VarsTest {
  private static final String COLOR = "/api/vars/color";

  @TempDir Path folder;
  private TestServer server;

  @BeforeEach
  void start() {
    server = new TestServer(folder);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void put_makesAndChanges_andGetHasItWithItsETag() {
    HttpResponse<String> made =
        server.send("PUT", COLOR, "{\"value\":\"red\"}", "X-Rollcall-Caller", "4f2a1c9d0b7e");
    HttpResponse<String> changed = put("blue");
    HttpResponse<String> read = server.get(COLOR);

    assertThat(made.statusCode()).isEqualTo(201);
    assertThat(var(made))
        .isEqualTo(new Variable("color", "red", "4f2a1c9d0b7e", TestServer.NOW, 1));
    assertThat(changed.statusCode()).isEqualTo(200);
    assertThat(read.statusCode()).isEqualTo(200);
    assertThat(read.headers().firstValue("ETag")).contains("\"2\"");
    assertThat(read.headers().firstValue("X-Rollcall-Revision")).contains("2");
    assertThat(var(read)).isEqualTo(var(changed));
    assertThat(var(read).author()).startsWith("Java-http-client/");
  }

  @Test
  void get_is304ForWhoHasIt() {
    put("red");

    HttpResponse<String> known = server.send("GET", COLOR, null, "If-None-Match", "W/\"7\", \"1\"");

    assertThat(known.statusCode()).isEqualTo(304);
    assertThat(known.body()).isEmpty();
    assertThat(known.headers().firstValue("ETag")).contains("\"1\"");
    assertThat(server.send("GET", COLOR, null, "If-None-Match", "\"7\"").statusCode())
        .isEqualTo(200);
  }

  @Test
  void put_isRefusedWhereSomebodyWasFaster() {
    put("red");
    put("blue");

    HttpResponse<String> late = put("green", "If-Match", "\"1\"");

    assertThat(late.statusCode()).isEqualTo(412);
    assertThat(late.headers().firstValue("ETag")).contains("\"2\"");
    assertThat(Json.read(late.body(), Problem.class).detail())
        .matches("\"color\" was changed by Java-http-client/\\S+; its ETag is now \"2\"\\.");
    assertThat(put("green", "If-Match", "\"2\"").statusCode()).isEqualTo(200);
    assertThat(put("green", "If-None-Match", "*").statusCode()).isEqualTo(412);
    assertThat(put("green", "If-Match", "W/\"3\"").statusCode()).isEqualTo(412);
    assertThat(put("x", "If-Match", "*").statusCode()).isEqualTo(200);
    assertThat(var(server.get(COLOR)).value()).isEqualTo("x");
  }

  @Test
  void put_onlyWhereThereIsOne() {
    HttpResponse<String> missing = put("red", "If-Match", "*");

    assertThat(missing.statusCode()).isEqualTo(412);
    assertThat(missing.headers().firstValue("ETag")).isEmpty();
    assertThat(server.get(COLOR).statusCode()).isEqualTo(404);
  }

  @Test
  void put_withABrokenETagIsRefused() {
    for (String broken : new String[] {"1", "\"1", "\"1\" \"2\"", "\"1\", \"2", ""}) {
      assertThat(put("red", "If-Match", broken).statusCode()).as(broken).isEqualTo(400);
    }
    assertThat(server.get(COLOR).statusCode()).isEqualTo(404);
  }

  @Test
  void put_sentAgainAfterAnUnknownOutcomeIsNotRefused() {
    put("red");
    String[] once = {"If-Match", "\"1\"", "Idempotency-Key", "b7c1f6"};
    HttpResponse<String> first = put("blue", once);

    HttpResponse<String> again = put("blue", once);

    assertThat(again.statusCode()).isEqualTo(first.statusCode()).isEqualTo(200);
    assertThat(again.body()).isEqualTo(first.body());
    assertThat(again.headers().firstValue("ETag")).contains("\"2\"");
    assertThat(server.storage().changes().revision()).isEqualTo(2);
    HttpResponse<String> other = put("green", "Idempotency-Key", "b7c1f6");
    assertThat(other.statusCode()).isEqualTo(422);
    assertThat(other.body()).contains("belongs to another write");
    assertThat(put("green", "Idempotency-Key", "x".repeat(129)).statusCode()).isEqualTo(400);
    assertThat(put("green", "Idempotency-Key", "a b").statusCode()).isEqualTo(400);
  }

  @Test
  void delete_saysWhoDidIt() {
    put("red");

    assertThat(server.send("DELETE", COLOR, null, "If-Match", "\"7\"").statusCode()).isEqualTo(412);
    String[] once = {"Idempotency-Key", "b7c1f6"};
    HttpResponse<String> gone = server.send("DELETE", COLOR, null, once);

    assertThat(gone.statusCode()).isEqualTo(200);
    assertThat(var(gone).value()).isNull();
    assertThat(server.get(COLOR).statusCode()).isEqualTo(404);
    assertThat(server.send("DELETE", COLOR, null).statusCode()).isEqualTo(404);
    assertThat(server.send("DELETE", COLOR, null, once).body()).isEqualTo(gone.body());
    VariableHistory history =
        Json.read(server.get(COLOR + "/history").body(), VariableHistory.class);
    assertThat(history.history()).extracting(Variable::value).containsExactly(null, "red");
  }

  @Test
  void list_isPaged() {
    for (String key : new String[] {"c", "a", "b"}) {
      server.put("/api/vars/" + key, "{\"value\":\"1\"}");
    }

    VariablePage first = Json.read(server.get("/api/vars?limit=2").body(), VariablePage.class);
    VariablePage second =
        Json.read(server.get("/api/vars?after=" + first.next()).body(), VariablePage.class);

    assertThat(first.vars()).extracting(Variable::key).containsExactly("a", "b");
    assertThat(second.vars()).extracting(Variable::key).containsExactly("c");
    assertThat(second.next()).isNull();
  }

  @Test
  void badInput_isRefusedInWords() {
    assertThat(server.put("/api/vars/%20", "{\"value\":\"1\"}").body()).contains("key: empty");
    assertThat(
            server.put("/api/vars/" + "k".repeat(Bounds.KEY + 1), "{\"value\":\"1\"}").statusCode())
        .isEqualTo(422);
    assertThat(put("v".repeat(Bounds.VALUE)).statusCode()).isEqualTo(201);
    assertThat(put("v".repeat(Bounds.VALUE + 1)).body()).contains("at most 16384 are allowed");
    assertThat(server.put(COLOR, "{\"value\":\"\\u0000\"}").statusCode()).isEqualTo(422);
    assertThat(server.put(COLOR, "{\"value\":\"\\ud800\"}").body()).contains("surrogate");
    assertThat(server.put(COLOR, "{\"value\":5}").statusCode()).isEqualTo(400);
    assertThat(server.put(COLOR, "{}").statusCode()).isEqualTo(422);
  }

  @Test
  void thereIsAnEnd() {
    for (int i = 0; i < Bounds.VARS; i += 50) {
      int from = i;
      java.util.stream.IntStream.range(from, from + 50)
          .parallel()
          .forEach(
              n ->
                  server
                      .storage()
                      .variables()
                      .write(new VariableWrite("v" + n, "1", "test", current -> true, null)));
    }

    assertThat(put("red").statusCode()).isEqualTo(507);
    assertThat(server.post("/set_var?key=a&value=b", "").statusCode()).isEqualTo(507);
    assertThat(server.put("/api/vars/v1", "{\"value\":\"2\"}").statusCode()).isEqualTo(200);
    assertThat(server.get("/metrics").body()).contains("rollcall_vars 10000.0");
  }

  private HttpResponse<String> put(String value, String... headers) {
    return server.send("PUT", COLOR, "{\"value\":\"" + value + "\"}", headers);
  }

  private static Variable var(HttpResponse<String> answer) {
    return Json.read(answer.body(), Variable.class);
  }
}
