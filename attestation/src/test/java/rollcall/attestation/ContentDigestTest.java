package rollcall.attestation;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import rollcall.api.container.Report;
import rollcall.api.json.Json;

class ContentDigestTest {
  private static String digest(String json) {
    return ContentDigest.digest(Json.read(json, JsonElement.class));
  }

  @Test
  void digest_isIndependentOfFormatting() {
    String one = digest("{\"name\":\"é\",\"cpu_usage\":1.0,\"ports\":[{\"a\":1,\"b\":null}]}");

    assertThat(digest("{ \"cpu_usage\": 1, \"ports\": [{\"a\": 1e0}], \"name\": \"\\u00e9\" }"))
        .isEqualTo(one);
  }

  @Test
  void digest_changesWithTheContent() {
    String one = digest("{\"a\":[1,2],\"b\":\"x\"}");

    for (String other :
        new String[] {
          "{\"a\":[2,1],\"b\":\"x\"}",
          "{\"a\":[1,2],\"b\":\"X\"}",
          "{\"a\":[1,2],\"b\":\"x\",\"c\":false}",
          "{\"a\":[12],\"b\":\"x\"}",
          "{\"a\":[\"1\",2],\"b\":\"x\"}",
          "{\"a\":[1,2]}",
          "{\"a\":{\"1\":2},\"b\":\"x\"}"
        }) {
      assertThat(digest(other)).as(other).isNotEqualTo(one);
    }
  }

  @Test
  void digest_survivesAClientsReadAndWrite() {
    Report report = Report.basic("a1", "web", "nginx", Instant.parse("2026-11-20T12:00:00Z"), 1, 0);
    String sent = Json.write(report);

    assertThat(digest(Json.write(Json.read(sent, Report.class)))).isEqualTo(digest(sent));
  }
}
