package rollcall.server.storage;

import org.jspecify.annotations.Nullable;
import rollcall.api.Sample;

/**
 * A kept report.
 *
 * @param postedTimestamp the timestamp as JSON, as its sender wrote it; null for the canonical form
 */
public record PostedReport(Sample sample, @Nullable String postedTimestamp) {}
