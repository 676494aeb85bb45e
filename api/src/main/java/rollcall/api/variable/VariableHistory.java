package rollcall.api.variable;

import java.util.List;

/** The retained changes of a variable, newest first. */
public record VariableHistory(List<Variable> history, long revision) {}
