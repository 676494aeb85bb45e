package rollcall.server.storage;

/** A value, and the revision of the state that it was read from or written as. */
public record Versioned<T>(T value, long revision) {}
