package rollcall.api.variable;

/** A request body with a variable's new value. */
public record VariableValue(String value) {
  public VariableValue {
    Variable.requireValue(value);
  }
}
