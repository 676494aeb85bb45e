package rollcall.server.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URLEncoder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import rollcall.api.json.Json;
import rollcall.api.variable.Variable;
import rollcall.api.variable.VariableHistory;
import rollcall.api.variable.VariablePage;
import rollcall.api.variable.VariableValue;

/** Keys are any text, however they come in and go out. */
class VarKeysTest {
  private static final String FORM = "application/x-www-form-urlencoded";
  private static final String ODD =
      "aZ9 /\\?#%&=+;:@!$'\"()*,[]{}<>|^`~._-\t\nñßرنگ漢字é\u0301\u202eπ";

  @TempDir static Path folder;
  private static TestServer server;

  @BeforeAll
  static void start() {
    server = new TestServer(folder);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  static Stream<String> keys() {
    Stream<String> known =
        Stream.of(
            "رنگ",
            "my key/1",
            "/",
            "//",
            "a//b",
            "a/../b",
            "...",
            "history",
            "x/history",
            "100%",
            "%2F",
            "%",
            "a+b",
            "a b ",
            " a",
            "a;b=c",
            "?q=1",
            "#1",
            "{\"key\":1}",
            "key=a&value=b",
            "ü",
            "😀",
            "\"quoted\"",
            "\\",
            "-",
            "*",
            ":key",
            "a\nb",
            "x".repeat(500),
            "漢".repeat(500));
    Random random = new Random(7);
    Stream<String> any =
        IntStream.range(0, 60)
            .mapToObj(
                i ->
                    "k"
                        + random
                            .ints(1 + random.nextInt(40), 0, ODD.length())
                            .mapToObj(at -> ODD.substring(at, at + 1))
                            .reduce("", String::concat));
    return Stream.concat(known, any);
  }

  private static String escaped(String text) {
    return URLEncoder.encode(text, UTF_8).replace("+", "%20");
  }

  private static String json(String key, String value) {
    JsonObject both = new JsonObject();
    both.addProperty("key", key);
    if (value != null) {
      both.addProperty("value", value);
    }
    return both.toString();
  }

  @ParameterizedTest
  @MethodSource("keys")
  void eachWayIn_isReadByEachWayOut(String key) {
    String path = "/api/vars/" + escaped(key);
    String form = "key=" + URLEncoder.encode(key, UTF_8);

    assertThat(server.put(path, Json.write(new VariableValue("path"))).statusCode()).isEqualTo(201);
    assertIs(key, "path");
    int edited =
        server.send("PUT", "/edit_var", form + "&value=form", "Content-Type", FORM).statusCode();
    assertThat(edited).isEqualTo(200);
    assertIs(key, "form");
    assertThat(server.put("/edit_var", json(key, "json")).statusCode()).isEqualTo(200);
    assertIs(key, "json");
    assertThat(server.send("PUT", "/edit_var?" + form + "&value=query", null).statusCode())
        .isEqualTo(200);
    assertIs(key, "query");

    List<Variable> history =
        Json.read(server.get(path + "/history").body(), VariableHistory.class).history();
    assertThat(history)
        .extracting(Variable::value)
        .containsExactly("query", "json", "form", "path");
    assertThat(history).extracting(Variable::key).containsOnly(key);
    assertThat(listed()).contains(key);

    assertThat(server.send("DELETE", path, null).statusCode()).isEqualTo(200);
    assertThat(server.get(path).statusCode()).isEqualTo(404);
    assertThat(server.post("/set_var", json(key, "1")).statusCode()).isEqualTo(201);
    assertThat(server.send("DELETE", "/delete_var?" + form, null).statusCode()).isEqualTo(200);
    assertThat(listed()).doesNotContain(key);
  }

  private static void assertIs(String key, String value) {
    Variable var = Json.read(server.get("/api/vars/" + escaped(key)).body(), Variable.class);
    assertThat(var.key()).isEqualTo(key);
    assertThat(var.value()).isEqualTo(value);
    assertThat(server.get("/get_var?key=" + URLEncoder.encode(key, UTF_8)).body())
        .isEqualTo(json(key, value));
    assertThat(server.send("GET", "/get_var", json(key, null)).body()).isEqualTo(json(key, value));
  }

  /** Page by page, each beginning after a key. */
  private static List<String> listed() {
    List<String> keys = new ArrayList<>();
    String after = "";
    do {
      VariablePage page =
          Json.read(
              server.get("/api/vars?limit=2&after=" + URLEncoder.encode(after, UTF_8)).body(),
              VariablePage.class);
      page.vars().forEach(var -> keys.add(var.key()));
      after = page.next();
    } while (after != null);
    return keys;
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\t", ".", "..", "a\u0000b", "\ud83d"})
  void whatIsNoKey_isRefused(String key) {
    String escaped = json(key, "1").replace("\ud83d", "\\ud83d");
    assertThat(server.post("/set_var", escaped).statusCode()).isIn(400, 422);
    assertThat(listed()).doesNotContain(key, "?", "\ufffd");
  }

  @Test
  void aKeyThatIsTooLong_isRefused() {
    assertThat(server.put("/api/vars/" + "x".repeat(501), "{\"value\":\"1\"}").statusCode())
        .isEqualTo(422);
  }

  /** Bytes that are no UTF-8, written raw or as escapes. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "PUT /api/vars/bad|application/json|{\"value\":\"\u00ff\"}",
        "PUT /api/vars/bad|application/json|{\"value\":\"\u00c3\"}",
        "PUT /api/vars/%ff|application/json|{\"value\":\"1\"}",
        "PUT /api/vars/%c3|application/json|{\"value\":\"1\"}",
        "POST /set_var|application/json|{\"key\":\"bad\",\"value\":\"\u00e2\u0082\"}",
        "POST /set_var|" + FORM + "|key=bad&value=\u00fc",
        "POST /set_var|" + FORM + "|key=bad&value=%e2%82",
        "POST /set_var|" + FORM + "|key=bad%e2&value=1",
        "POST /set_var|" + FORM + "|key=bad&value=%ed%a0%80",
        "POST /set_var|" + FORM + "|key=bad&value=1%",
        "POST /set_var?key=bad&value=%e2%82|" + FORM + "|",
        "POST /set_var?key=bad&value=%c0%af|" + FORM + "|",
        "POST /set_var?key=bad%&value=1|" + FORM + "|",
      })
  void whatIsNoUtf8_isRefused_andNothingIsKept(String request) throws Exception {
    String[] parts = request.split("\\|", -1);
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket.setSoTimeout(20_000);
      String text =
          parts[0]
              + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: "
              + parts[1]
              + "\r\nContent-Length: "
              + parts[2].length()
              + "\r\n\r\n"
              + parts[2];
      socket.getOutputStream().write(text.getBytes(ISO_8859_1));
      assertThat(new String(socket.getInputStream().readAllBytes(), ISO_8859_1))
          .startsWith("HTTP/1.1 400 ");
    }
    assertThat(listed()).noneMatch(key -> key.contains("bad") || key.contains("\ufffd"));
  }
}
