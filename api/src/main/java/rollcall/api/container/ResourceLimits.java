package rollcall.api.container;

import org.jspecify.annotations.Nullable;

/**
 * What a container may use at most; absent where it is not limited.
 *
 * @param memory in MiB
 * @param cpus in CPUs, 1.5 being one and a half
 * @param pids number of processes and threads
 */
public record ResourceLimits(@Nullable Double memory, @Nullable Double cpus, @Nullable Long pids) {}
