package rollcall.server.storage.variable;

import org.jspecify.annotations.Nullable;

/**
 * A request to set or delete a shared variable.
 *
 * @param value null deletes it
 * @param idempotencyKey the same again, with the same key and value, is the same write
 */
public record VariableWrite(
    String key,
    @Nullable String value,
    String author,
    VariableCondition condition,
    @Nullable String idempotencyKey) {}
