package rollcall.agent.docker.usage;

import com.google.gson.JsonElement;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import rollcall.agent.docker.EngineAnswerException;
import rollcall.agent.docker.json.Fields;

/**
 * One sample of a container's counters, from the engine's {@code /stats}.
 *
 * @param read when the engine read them
 * @param cpu CPU time that the container used, in ns
 * @param system CPU time of the whole host, the sum of its CPUs, in ns
 * @param memory bytes in use without inactive page cache
 */
public record ContainerStats(Instant read, long cpu, long system, long memory) {
  /**
   * Reads a sample. Counters that are missing, as in a stopped container, are 0.
   *
   * @throws EngineAnswerException if the sample has no timestamp
   */
  public static ContainerStats read(JsonElement json) {
    Fields stats = Fields.of(json, "stats", field -> {});
    Fields cpu = stats.object("cpu_stats");
    @Nullable Instant read = stats.time("read");
    if (read == null) {
      throw new EngineAnswerException(200, "the engine's statistics have no timestamp");
    }
    return new ContainerStats(
        read,
        number(cpu.object("cpu_usage"), "total_usage"),
        number(cpu, "system_cpu_usage"),
        memory(stats.object("memory_stats")));
  }

  /** Memory usage as {@code docker stats} computes it, for cgroup v1 and v2. */
  private static long memory(Fields memory) {
    long usage = number(memory, "usage");
    Fields details = memory.object("stats");
    // v1 has both; without "total_" it is the container's topmost group only.
    long inactive =
        number(
            details, details.has("total_inactive_file") ? "total_inactive_file" : "inactive_file");
    return inactive < usage ? usage - inactive : usage;
  }

  private static long number(Fields parent, String name) {
    @Nullable Long number = parent.number(name);
    // A counter that wrapped around is treated as missing.
    return number == null || number == Long.MAX_VALUE ? 0 : Math.max(0, number);
  }
}
