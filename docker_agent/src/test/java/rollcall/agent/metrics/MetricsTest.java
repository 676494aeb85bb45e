package rollcall.agent.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import rollcall.api.container.State;

class MetricsTest {
  private long nanos;
  private final Metrics metrics = new Metrics(() -> nanos);

  @BeforeEach
  void count() {
    metrics.roster(Map.of(State.RUNNING, 2, State.EXITED, 1), 3, 4, 1);
    metrics.unreadable("inspect State");
    metrics.sent(Metrics.Kind.LIST);
    metrics.failed(Metrics.Kind.HEARTBEAT);
    metrics.event("die");
    metrics.inspected(3_000_000);
    metrics.listed(30_000_000);
    nanos = 2_500_000_000L;
  }

  @Test
  void text_hasAllMetrics() {
    assertThat(metrics.text().lines())
        .contains(
            "rollcall_agent_containers{state=\"running\"} 2.0",
            "rollcall_agent_containers{state=\"exited\"} 1.0",
            "rollcall_agent_departed_containers 3.0",
            "rollcall_agent_listed_containers 4.0",
            "rollcall_agent_unread_containers 1.0",
            "rollcall_agent_unreadable_fields_total{field=\"inspect State\"} 1.0",
            "rollcall_agent_report_age_seconds 2.5",
            "rollcall_agent_reports_total{kind=\"list\",result=\"sent\"} 1.0",
            "rollcall_agent_reports_total{kind=\"list\",result=\"failed\"} 0.0",
            "rollcall_agent_reports_total{kind=\"heartbeat\",result=\"sent\"} 0.0",
            "rollcall_agent_reports_total{kind=\"heartbeat\",result=\"failed\"} 1.0",
            "rollcall_agent_events_total{action=\"die\"} 1.0",
            "rollcall_agent_inspect_seconds_bucket{le=\"0.0025\"} 0",
            "rollcall_agent_inspect_seconds_bucket{le=\"0.005\"} 1",
            "rollcall_agent_list_seconds_count 1");
  }

  @Test
  void text_passesPromtool() throws Exception {
    Process promtool = promtool();
    try (OutputStream in = promtool.getOutputStream()) {
      in.write(metrics.text().getBytes(StandardCharsets.UTF_8));
    }

    String errors = new String(promtool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(errors).isEmpty();
    assertThat(promtool.waitFor()).isZero();
  }

  /** From Debian's package prometheus, which scripts/test.sh requires. */
  private static Process promtool() throws IOException {
    return new ProcessBuilder("promtool", "check", "metrics").redirectErrorStream(true).start();
  }
}
