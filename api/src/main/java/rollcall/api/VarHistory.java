package rollcall.api;

import java.util.List;

/** A variable's changes, newest first, as far as they are kept. */
public record VarHistory(List<Var> history, long revision) {}
