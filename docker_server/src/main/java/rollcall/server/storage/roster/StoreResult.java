package rollcall.server.storage.roster;

/**
 * The outcome of storing a report.
 *
 * @param entry the roster's entry after the write
 * @param isNew false if this (id, timestamp) was already stored
 */
public record StoreResult(RosterEntry entry, boolean isNew) {}
