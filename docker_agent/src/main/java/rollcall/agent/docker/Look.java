package rollcall.agent.docker;

import org.jspecify.annotations.Nullable;
import rollcall.api.Report;

/**
 * What a look at a container found.
 *
 * @param report absent for a container that is gone
 */
public record Look(String id, @Nullable Report report) {}
