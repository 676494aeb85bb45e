package rollcall.server.storage.roster;

/**
 * Which reports are kept, by their numbers in the order of arrival: they are never changed, new
 * ones come last and the oldest go first, so that the same span has the same reports.
 *
 * @param first 0 where there is none, as is {@code last}
 */
public record ReportRange(long first, long last) {}
