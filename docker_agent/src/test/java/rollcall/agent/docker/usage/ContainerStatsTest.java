package rollcall.agent.docker.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonElement;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import rollcall.agent.docker.EngineAnswerException;
import rollcall.api.json.Json;

class ContainerStatsTest {
  private static final String READ = "\"read\":\"2026-11-20T21:48:16.025763052Z\"";
  private static final String CPU =
      "\"cpu_stats\":{\"cpu_usage\":{\"total_usage\":2391062181},"
          + "\"system_cpu_usage\":2338510000000,\"online_cpus\":2}";

  @Test
  void parse_cgroupV1_subtractsTotalInactiveFile() {
    ContainerStats stats =
        parse(
            "{"
                + READ
                + ","
                + CPU
                + ",\"memory_stats\":{\"usage\":663552,\"stats\":{\"cache\":9,"
                + "\"inactive_file\":5,\"total_inactive_file\":61440}}}");

    assertThat(stats)
        .isEqualTo(
            new ContainerStats(
                Instant.parse("2026-11-20T21:48:16.025763052Z"),
                2391062181L,
                2338510000000L,
                602112));
  }

  @Test
  void parse_cgroupV2_subtractsInactiveFile() {
    String json =
        "{" + READ + ",\"memory_stats\":{\"usage\":1000,\"stats\":{\"inactive_file\":400}}}";

    assertThat(parse(json).memory()).isEqualTo(600);
  }

  @Test
  void parse_moreCacheThanUsage_countsTheUsage() {
    String json =
        "{" + READ + ",\"memory_stats\":{\"usage\":1000,\"stats\":{\"inactive_file\":1000}}}";

    assertThat(parse(json).memory()).isEqualTo(1000);
  }

  @Test
  void parse_stoppedContainer_isZero() {
    ContainerStats stats = parse("{" + READ + ",\"memory_stats\":{}}");

    assertThat(stats.memory()).isZero();
    assertThat(stats.cpu()).isZero();
  }

  @Test
  void parse_wrappedCounter_isZero() {
    String json = "{" + READ + ",\"memory_stats\":{\"usage\":18446744073709551615}}";

    assertThat(parse(json).memory()).isZero();
  }

  @Test
  void parse_withoutTimestamp_isRefused() {
    assertThatThrownBy(() -> parse("{}"))
        .isInstanceOf(EngineAnswerException.class)
        .hasMessage("the engine's statistics have no timestamp");
  }

  private static ContainerStats parse(String json) {
    return ContainerStats.read(Json.read(json, JsonElement.class));
  }
}
