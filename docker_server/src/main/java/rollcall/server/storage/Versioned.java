package rollcall.server.storage;

/** A value and the revision at which it was read or written. */
public record Versioned<T>(T value, long revision) {}
