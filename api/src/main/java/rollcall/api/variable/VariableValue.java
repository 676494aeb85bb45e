package rollcall.api.variable;

/** The new value of a variable, as a request body. */
public record VariableValue(String value) {
  public VariableValue {
    Variable.requireValue(value);
  }
}
