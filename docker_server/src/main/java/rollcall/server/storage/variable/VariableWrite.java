package rollcall.server.storage.variable;

import org.jspecify.annotations.Nullable;

/**
 * A request to set or delete a shared variable.
 *
 * @param value null deletes the variable
 * @param idempotencyKey a write with the same idempotency key, key and value is a retry
 */
public record VariableWrite(
    String key,
    @Nullable String value,
    String author,
    VariableCondition condition,
    @Nullable String idempotencyKey) {}
