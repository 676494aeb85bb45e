package rollcall.api.variable;

import java.util.List;

/** A variable's changes, newest first, as far as they are kept. */
public record VariableHistory(List<Variable> history, long revision) {}
