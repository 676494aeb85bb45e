package rollcall.api.node;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import rollcall.api.Bounds;
import rollcall.api.Timestamps;
import rollcall.api.Validate;
import rollcall.common.InvalidException;

/**
 * An agent's message that only measurements changed since its last list.
 *
 * @param timestamp of the measurements, by the node's clock
 * @param digest the {@link NodeReport#digest} of that list
 * @param usage the measurements by container id
 * @param engineId {@link Sender#engineId}
 * @param run {@link Sender#run}
 * @param sequence {@link Sender#sequence}
 */
public record Heartbeat(
    Instant timestamp,
    String digest,
    Map<String, Usage> usage,
    @Nullable String engineId,
    @Nullable String run,
    @Nullable Long sequence) {
  public Heartbeat {
    new Sender(engineId, run, sequence); // validates
    Timestamps.check("timestamp", Validate.present("timestamp", timestamp));
    Validate.text("digest", digest, Bounds.ID);
    usage = usage == null ? Map.of() : usage;
    usage.values().forEach(entry -> Validate.present("usage", entry));
    usage = Map.copyOf(usage);
    if (usage.size() > Bounds.CONTAINERS) {
      throw new InvalidException(
          "usage: " + usage.size() + " entries, at most " + Bounds.CONTAINERS + " are allowed");
    }
    usage.keySet().forEach(Validate::id);
  }

  /** A heartbeat of an unknown sender. */
  public Heartbeat(Instant timestamp, String digest, Map<String, Usage> usage) {
    this(timestamp, digest, usage, Sender.UNKNOWN);
  }

  public Heartbeat(Instant timestamp, String digest, Map<String, Usage> usage, Sender sender) {
    this(timestamp, digest, usage, sender.engineId(), sender.run(), sender.sequence());
  }

  public Sender sender() {
    return new Sender(engineId, run, sequence);
  }

  /**
   * Memory and CPU usage of one container.
   *
   * @param memoryUsage in MiB
   * @param cpuUsage fraction of the whole host
   */
  public record Usage(Double memoryUsage, Double cpuUsage) {
    public Usage {
      Validate.range("memory_usage", Validate.present("memory_usage", memoryUsage), 0, 1e12);
      Validate.range("cpu_usage", Validate.present("cpu_usage", cpuUsage), 0, 1e6);
    }
  }
}
