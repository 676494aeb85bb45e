package rollcall.api.container;

import java.time.Instant;

/**
 * A report as it is kept: the first lab's six fields.
 *
 * @param memoryUsage in MiB
 * @param cpuUsage fraction of the whole host
 */
public record Sample(
    String id, String image, String name, Instant timestamp, double memoryUsage, double cpuUsage) {}
