package rollcall.api.variable;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of the shared variables, ordered by key.
 *
 * @param next pass as {@code after=} for the next page; absent on the last
 */
public record VariablePage(List<Variable> vars, @Nullable String next, long revision) {}
