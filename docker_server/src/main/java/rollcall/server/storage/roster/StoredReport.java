package rollcall.server.storage.roster;

import org.jspecify.annotations.Nullable;
import rollcall.api.container.Sample;

/**
 * A stored report.
 *
 * @param postedTimestamp the timestamp as JSON, as its sender wrote it; null for the canonical form
 */
public record StoredReport(Sample sample, @Nullable String postedTimestamp) {}
