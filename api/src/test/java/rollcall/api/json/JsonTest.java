package rollcall.api.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonParseException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import rollcall.api.Bounds;
import rollcall.api.Timestamps;
import rollcall.api.container.Container;
import rollcall.api.container.Report;
import rollcall.api.node.NodeReport;
import rollcall.api.node.SwarmSnapshot;
import rollcall.api.status.Status;
import rollcall.common.InvalidException;

class JsonTest {
  static final String BASIC =
      """
      {"id":"4f2a","name":"web","image":"nginx:1","timestamp":"2026-11-20T21:29:23Z",
       "memory_usage":12.5,"cpu_usage":0.25}\
      """;

  @Test
  void report_requiresSixFieldsOnly() {
    Report report = Json.read(BASIC, Report.class);

    assertThat(report)
        .isEqualTo(
            Report.basic(
                "4f2a", "web", "nginx:1", Instant.parse("2026-11-20T21:29:23Z"), 12.5, 0.25));
  }

  @Test
  void container_isOneFlatObject() {
    Instant seen = Instant.parse("2026-11-20T21:30:00Z");
    Container container = new Container(Json.read(BASIC, Report.class), seen, seen, null);

    String json = Json.write(container);

    assertThat(json)
        .isEqualTo(
            "{\"id\":\"4f2a\",\"name\":\"web\",\"image\":\"nginx:1\","
                + "\"timestamp\":\"2026-11-20T21:29:23Z\",\"memory_usage\":12.5,\"cpu_usage\":0.25,"
                + "\"kind\":\"container\",\"ports\":[],\"networks\":[],\"labels\":{},"
                + "\"first_seen\":\"2026-11-20T21:30:00Z\",\"last_seen\":\"2026-11-20T21:30:00Z\"}");
    assertThat(Json.read(json, Container.class)).isEqualTo(container);
  }

  @ParameterizedTest
  @CsvSource({
    "2026-11-20T21:29:23Z,2026-11-20T21:29:23Z",
    "2026-11-20T22:29:23.5+01:00,2026-11-20T21:29:23.500Z",
    "2026-11-20 21:29:23.123456,2026-11-20T21:29:23.123456Z",
    "1732138163,2024-11-20T21:29:23Z",
    "1732138163.25,2024-11-20T21:29:23.250Z",
  })
  void timestamp_isReadInAllFormats(String text, Instant expected) {
    assertThat(Timestamps.parse(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "yesterday", "1e400", "99999999999999999999999999999999999999999"})
  void timestamp_badInputIsQuoted(String text) {
    assertThatThrownBy(() -> Timestamps.parse(text))
        .isInstanceOf(InvalidException.class)
        .hasMessageContaining("\"" + text.substring(0, Math.min(40, text.length())))
        .hasMessageContaining("is not a time");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"id\":\"4f2a\"|\"id\":null|id: missing",
        "\"id\":\"4f2a\"|\"id\":\"../x\"|id: only letters",
        "\"name\":\"web\"|\"name\":\" \"|name: empty",
        "\"memory_usage\":12.5|\"memory_usage\":-1|memory_usage: -1.0 is not between",
        "\"cpu_usage\":0.25|\"labels\":{}|cpu_usage: missing",
        "\"2026-11-20T21:29:23Z\"|\"1900-01-01T00:00:00Z\"|timestamp: 1900-01-01T00:00:00Z is not",
      })
  void report_refusesInvalidValues_namingTheField(String valid, String invalid, String message) {
    assertThatThrownBy(() -> Json.read(BASIC.replace(valid, invalid), Report.class))
        .isInstanceOf(InvalidException.class)
        .hasMessageStartingWith(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"id\":\"4f2a\"|\"id\":4|expected a string but was NUMBER at path $.id",
        "12.5|\"12.5\"|expected a number but was STRING at path $.memory_usage",
        "12.5|NaN|malformed",
        "\"cpu_usage\"|\"state\":\"asleep\",\"cpu_usage\"|expected one of [created, running",
        "}|},|malformed",
      })
  void report_refusesJsonOfAnotherShape(String valid, String invalid, String message) {
    assertThatThrownBy(() -> Json.read(BASIC.replace(valid, invalid), Report.class))
        .isInstanceOf(JsonParseException.class)
        .hasMessageContaining(message);
  }

  @Test
  void report_labelsAreBounded() {
    Map<String, String> labels = Map.of("k", "v".repeat(Bounds.LABEL_VALUE + 1));

    assertThatThrownBy(
            () ->
                Json.read(
                    BASIC.replace(
                        "\"cpu_usage\"", "\"labels\":" + Json.write(labels) + ",\"cpu_usage\""),
                    Report.class))
        .isInstanceOf(InvalidException.class)
        .hasMessage("labels.k: 4097 characters, at most 4096 are allowed");
  }

  @Test
  void nodeReport_refusesAContainerListedTwice() {
    Report report = Json.read(BASIC, Report.class);

    assertThatThrownBy(
            () ->
                new NodeReport(
                    Instant.now(), "1", null, null, List.of(report, report), List.of(), null, null))
        .hasMessage("containers: 4f2a is listed twice");
  }

  @Test
  void nodeReport_ofAnOlderAgent_hasNoEngineFields() {
    String older =
        "{\"timestamp\":\"2026-11-20T21:29:23Z\",\"agent_version\":\"0.1.0\",\"containers\":[]}";

    NodeReport report = Json.read(older, NodeReport.class);

    assertThat(report)
        .isEqualTo(
            new NodeReport(
                Instant.parse("2026-11-20T21:29:23Z"),
                "0.1.0",
                null,
                null,
                List.of(),
                List.of(),
                null,
                null));
    assertThat(report.listed()).isNull();
  }

  @Test
  void nodeReport_refusesNegativeCounts() {
    String report =
        "{\"timestamp\":\"2026-11-20T21:29:23Z\",\"agent_version\":\"0.1.0\",\"containers\":[],"
            + "\"unread\":-1}";

    assertThatThrownBy(() -> Json.read(report, NodeReport.class))
        .hasMessage("unread: -1 is less than 0");
  }

  @Test
  void status_survivesTheWire() {
    Instant time = Instant.parse("2026-11-20T21:30:00.5Z");
    Status status =
        new Status(
            "0.1.0",
            "server.1@a",
            time,
            1.5,
            "on",
            7,
            new Status.Storage("sqlite", "id", 1, "ok"),
            List.of(new Status.Replica("server.1@a", "0.1.0", time, time, null)),
            List.of(new SwarmSnapshot.Service("rollcall_server", "replicated", 3)));

    assertThat(Json.read(Json.write(status), Status.class)).isEqualTo(status);
  }
}
