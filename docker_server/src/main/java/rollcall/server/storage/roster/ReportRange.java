package rollcall.server.storage.roster;

/**
 * The range of stored reports, by sequence number. Reports are immutable, appended at the end and
 * pruned from the start, so an equal range contains the same reports.
 *
 * @param first 0 if no report is stored, as is {@code last}
 */
public record ReportRange(long first, long last) {}
