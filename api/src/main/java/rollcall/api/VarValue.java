package rollcall.api;

/** What a variable is to be set to. */
public record VarValue(String value) {
  public VarValue {
    Var.requireValue(value);
  }
}
