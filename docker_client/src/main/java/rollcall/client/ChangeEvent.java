package rollcall.client;

import org.jspecify.annotations.Nullable;
import rollcall.api.history.Change;

/**
 * A change as the feed told it.
 *
 * @param what the word for what happened
 * @param json the change as it came
 * @param change the change, read; null for one of a kind that this version does not know
 */
public record ChangeEvent(long revision, String what, String json, @Nullable Change change) {}
