package rollcall.server.storage;

import org.jspecify.annotations.Nullable;

/**
 * A change of a shared variable that somebody wants.
 *
 * @param value null deletes it
 * @param idempotencyKey the same again, with the same key and value, is the same write
 */
public record VarWrite(
    String key,
    @Nullable String value,
    String author,
    VarCondition condition,
    @Nullable String idempotencyKey) {}
