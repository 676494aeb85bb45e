package rollcall.api.container;

import org.jspecify.annotations.Nullable;

/**
 * A container's resource limits; absent where there is none.
 *
 * @param memory in MiB
 * @param cpus number of CPUs, for example 1.5
 * @param pids number of processes and threads
 */
public record ResourceLimits(@Nullable Double memory, @Nullable Double cpus, @Nullable Long pids) {}
