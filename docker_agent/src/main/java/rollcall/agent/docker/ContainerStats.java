package rollcall.agent.docker;

import com.google.gson.JsonObject;
import com.google.gson.JsonSyntaxException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import rollcall.api.Json;
import rollcall.api.Timestamps;

/**
 * One sample of a container's counters, as the engine's {@code /stats} gives it.
 *
 * @param read when the engine read them
 * @param cpu CPU time that the container used, in ns
 * @param system CPU time of the whole host, all its CPUs added up, in ns
 * @param memory bytes in use without the page cache that could be dropped at once
 */
record ContainerStats(Instant read, long cpu, long system, long memory) {
  static ContainerStats parse(String json) {
    JsonObject stats = Json.read(json, JsonObject.class);
    JsonObject cpu = object(stats, "cpu_stats");
    return new ContainerStats(
        read(stats),
        number(object(cpu, "cpu_usage"), "total_usage"),
        number(cpu, "system_cpu_usage"),
        memory(object(stats, "memory_stats")));
  }

  /** As {@code docker stats} counts it, on cgroup v1 and v2. */
  private static long memory(JsonObject memory) {
    long usage = number(memory, "usage");
    JsonObject details = object(memory, "stats");
    // v1 has both names, the one without "total_" for the container's topmost group alone.
    long inactive =
        details.has("total_inactive_file")
            ? number(details, "total_inactive_file")
            : number(details, "inactive_file");
    return inactive < usage ? usage - inactive : usage;
  }

  private static Instant read(JsonObject stats) {
    if (!stats.has("read")) {
      throw new JsonSyntaxException("the engine's statistics have no time of reading");
    }
    return Timestamps.parse(stats.get("read").getAsString());
  }

  /** What a stopped container, or another kind of cgroup, leaves out counts as nothing. */
  private static JsonObject object(JsonObject parent, String name) {
    return parent.get(name) instanceof JsonObject object ? object : new JsonObject();
  }

  private static long number(JsonObject parent, String name) {
    com.google.gson.@Nullable JsonElement value = parent.get(name);
    return value == null || value.isJsonNull()
        ? 0
        : Math.max(0, value.getAsBigDecimal().longValue());
  }
}
