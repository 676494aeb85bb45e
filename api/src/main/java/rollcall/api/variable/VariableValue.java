package rollcall.api.variable;

/** What a variable is to be set to. */
public record VariableValue(String value) {
  public VariableValue {
    Variable.requireValue(value);
  }
}
