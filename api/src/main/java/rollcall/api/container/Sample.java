package rollcall.api.container;

import java.time.Instant;

/**
 * A stored report: the six fields of the first lab.
 *
 * @param memoryUsage in MiB
 * @param cpuUsage fraction of the whole host
 */
public record Sample(
    String id, String image, String name, Instant timestamp, double memoryUsage, double cpuUsage) {}
