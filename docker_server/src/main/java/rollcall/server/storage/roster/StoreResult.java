package rollcall.server.storage.roster;

/**
 * The outcome of storing a report.
 *
 * @param entry the roster's entry now
 * @param isNew false when this (id, timestamp) was stored before
 */
public record StoreResult(RosterEntry entry, boolean isNew) {}
