package rollcall.agent.docker.usage;

import com.google.gson.JsonElement;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import rollcall.agent.docker.EngineAnswerException;
import rollcall.agent.docker.json.Fields;

/**
 * One sample of a container's counters, as the engine's {@code /stats} gives it.
 *
 * @param read when the engine read them
 * @param cpu CPU time that the container used, in ns
 * @param system CPU time of the whole host, all its CPUs added up, in ns
 * @param memory bytes in use without the page cache that could be dropped at once
 */
public record ContainerStats(Instant read, long cpu, long system, long memory) {
  /**
   * Reads a sample. What a stopped container, or another kind of cgroup, leaves out counts as
   * nothing.
   *
   * @throws EngineAnswerException without a time of reading: such a sample is none
   */
  public static ContainerStats read(JsonElement json) {
    Fields stats = Fields.of(json, "stats", field -> {});
    Fields cpu = stats.object("cpu_stats");
    @Nullable Instant read = stats.time("read");
    if (read == null) {
      throw new EngineAnswerException(200, "the engine's statistics have no time of reading");
    }
    return new ContainerStats(
        read,
        number(cpu.object("cpu_usage"), "total_usage"),
        number(cpu, "system_cpu_usage"),
        memory(stats.object("memory_stats")));
  }

  /** As {@code docker stats} counts it, on cgroup v1 and v2. */
  private static long memory(Fields memory) {
    long usage = number(memory, "usage");
    Fields details = memory.object("stats");
    // v1 has both names, the one without "total_" for the container's topmost group alone.
    long inactive =
        number(
            details, details.has("total_inactive_file") ? "total_inactive_file" : "inactive_file");
    return inactive < usage ? usage - inactive : usage;
  }

  private static long number(Fields parent, String name) {
    @Nullable Long number = parent.number(name);
    // A counter that wrapped around is as good as none.
    return number == null || number == Long.MAX_VALUE ? 0 : Math.max(0, number);
  }
}
