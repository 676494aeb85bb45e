package rollcall.e2e;

/**
 * A command that has ended.
 *
 * @param command as it was started, for messages
 * @param exitCode its exit code
 * @param out what it wrote to its standard output
 * @param err what it wrote to its standard error
 */
public record Ran(String command, int exitCode, String out, String err) {
  /** Its output, where it ended with 0; else the test fails with all that it wrote. */
  public String ok() {
    return exited(0).out;
  }

  /** Itself, where it ended with {@code code}; else the test fails with all that it wrote. */
  public Ran exited(int code) {
    if (exitCode != code) {
      throw new AssertionError("exit code %d, not %d: %s".formatted(exitCode, code, this));
    }
    return this;
  }

  /** Both outputs. */
  public String all() {
    return out + err;
  }

  @Override
  public String toString() {
    return "%s%n%s%s".formatted(command, out, err);
  }
}
