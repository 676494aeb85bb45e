package rollcall.client;

import org.jspecify.annotations.Nullable;
import rollcall.api.history.Change;

/**
 * An event of the change feed.
 *
 * @param what the type of the change, as in JSON
 * @param json the change as received
 * @param change the parsed change; null if this version does not know its type
 */
public record ChangeEvent(long revision, String what, String json, @Nullable Change change) {}
