package rollcall.api;

import java.time.Instant;
import java.util.Map;

/**
 * An agent's word that nothing changed on its node since its last list but the measurements.
 *
 * @param timestamp when they were taken, by the node's clock
 * @param digest the {@link NodeReport#digest} of that list
 * @param usage by container id
 */
public record Heartbeat(Instant timestamp, String digest, Map<String, Usage> usage) {
  public Heartbeat {
    Timestamps.check("timestamp", Check.present("timestamp", timestamp));
    Check.text("digest", digest, Bounds.ID);
    usage = usage == null ? Map.of() : usage;
    usage.values().forEach(one -> Check.present("usage", one));
    usage = Map.copyOf(usage);
    if (usage.size() > Bounds.CONTAINERS) {
      throw new InvalidException(
          "usage: " + usage.size() + " entries, at most " + Bounds.CONTAINERS + " are allowed");
    }
    usage.keySet().forEach(Check::id);
  }

  /**
   * What one container uses.
   *
   * @param memoryUsage in MiB
   * @param cpuUsage fraction of the whole host
   */
  public record Usage(Double memoryUsage, Double cpuUsage) {
    public Usage {
      Check.range("memory_usage", Check.present("memory_usage", memoryUsage), 0, 1e12);
      Check.range("cpu_usage", Check.present("cpu_usage", cpuUsage), 0, 1e6);
    }
  }
}
