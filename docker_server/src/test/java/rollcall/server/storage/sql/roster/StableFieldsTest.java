package rollcall.server.storage.sql.roster;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import rollcall.api.container.Report;
import rollcall.api.json.Json;
import rollcall.server.Reports;

class StableFieldsTest {
  private static final Instant T0 = Instant.parse("2026-11-01T00:00:00Z");

  @Test
  void stableFields_omitStateAndMeasurements() {
    JsonObject rest = Json.gson().toJsonTree(Reports.full("a1", "<web>", T0)).getAsJsonObject();
    List.of("timestamp", "memory_usage", "cpu_usage", "state").forEach(rest::remove);

    assertThat(StableFields.of(Reports.full("a1", "<web>", T0))).isEqualTo(rest.toString());
  }

  @Test
  void stableFields_omitEmptyLists() {
    assertThat(StableFields.of(Report.basic("a1", "web", "nginx", T0, 1, 0)))
        .isEqualTo("{\"id\":\"a1\",\"name\":\"web\",\"image\":\"nginx\",\"kind\":\"container\"}");
  }
}
