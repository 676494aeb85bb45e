package rollcall.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rollcall.server.auth.AllowedOrigins;

/** The second lab's clients work unchanged in a lab. */
class SecondLabTest {
  private static final String FORM = "application/x-www-form-urlencoded";

  @TempDir Path folder;
  private TestServer server;

  @BeforeEach
  void start() {
    server = new TestServer(folder, AllowedOrigins.NONE, TestServer.LABORATORY);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void json() {
    assertAnswer(server.post("/set_var", both("a", "1")), 201, both("a", "1"));
    assertAnswer(
        server.send("GET", "/get_var", "{\"key\":\"a\"}", "Content-Type", "application/json"),
        200,
        both("a", "1"));
    assertAnswer(server.put("/edit_var", both("a", "2")), 200, both("a", "2"));
    assertAnswer(server.get("/get_var?key=a"), 200, both("a", "2"));
    assertAnswer(server.send("DELETE", "/delete_var", "{\"key\":\"a\"}"), 200, "{\"key\":\"a\"}");
    assertThat(server.get("/get_var?key=a").statusCode()).isEqualTo(404);
  }

  @Test
  void form() {
    assertAnswer(
        server.send("POST", "/set_var", "key=a&value=1+%C3%BC%26", "Content-Type", FORM),
        201,
        both("a", "1 ü&"));
    assertAnswer(
        server.send("PUT", "/edit_var", "key=a&value=", "Content-Type", FORM), 200, both("a", ""));
    // What curl -d sends: JSON that is said to be a form.
    assertAnswer(
        server.send("PUT", "/edit_var", both("a", "3"), "Content-Type", FORM), 200, both("a", "3"));
    assertAnswer(
        server.send("DELETE", "/delete_var", "key=a", "Content-Type", FORM),
        200,
        "{\"key\":\"a\"}");
  }

  @Test
  void query() {
    assertAnswer(server.send("POST", "/set_var?key=a&value=1", null), 201, both("a", "1"));
    assertAnswer(server.send("PUT", "/edit_var?key=a&value=", null), 200, both("a", ""));
    assertAnswer(server.send("DELETE", "/delete_var?key=a", null), 200, "{\"key\":\"a\"}");
  }

  @Test
  void set_isRefusedWhereItExists_andEditAndDeleteWhereItDoesNot() {
    server.post("/set_var", both("a", "1"));

    assertThat(server.post("/set_var", both("a", "2")).statusCode()).isEqualTo(409);
    assertThat(server.put("/edit_var", both("b", "2")).statusCode()).isEqualTo(404);
    assertThat(server.send("DELETE", "/delete_var?key=b", null).statusCode()).isEqualTo(404);
    assertAnswer(server.get("/get_var?key=a"), 200, both("a", "1"));
  }

  @Test
  void set_sentAgainAfterAnUnknownOutcomeIsNotRefused() {
    String[] once = {"Idempotency-Key", "k1"};
    server.send("POST", "/set_var", both("a", "1"), once);

    assertAnswer(server.send("POST", "/set_var", both("a", "1"), once), 201, both("a", "1"));
  }

  @Test
  void numbersAndTruthValuesAreText() {
    assertAnswer(server.post("/set_var", "{\"key\":\"a\",\"value\":1.50}"), 201, both("a", "1.50"));
    assertAnswer(server.put("/edit_var", "{\"key\":\"a\",\"value\":true}"), 200, both("a", "true"));
  }

  @Test
  void theyAreTheVariablesOfTheApi() {
    server.post("/set_var", both("a", "1"));

    assertThat(server.get("/api/vars/a").body()).contains("\"value\":\"1\"");
  }

  @Test
  void badInput_isRefusedInWords() {
    assertThat(server.post("/set_var", "{\"value\":\"1\"}").body()).contains("key: missing");
    assertThat(server.post("/set_var", "{\"key\":\"a\"}").body()).contains("value: missing");
    assertThat(server.post("/set_var", "{\"key\":\"a\",\"value\":[]}").statusCode()).isEqualTo(422);
    assertThat(server.post("/set_var", "[1]").statusCode()).isEqualTo(400);
    assertThat(server.send("POST", "/set_var", "key=%zz", "Content-Type", FORM).statusCode())
        .isEqualTo(400);
    assertThat(server.get("/get_var?kee=a").statusCode()).isEqualTo(400);
    assertThat(server.get("/set_var?key=a&value=1").statusCode()).isEqualTo(405);
  }

  private static String both(String key, String value) {
    return "{\"key\":\"" + key + "\",\"value\":\"" + value + "\"}";
  }

  private static void assertAnswer(HttpResponse<String> answer, int status, String body) {
    assertThat(answer.body()).isEqualTo(body);
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
  }
}
