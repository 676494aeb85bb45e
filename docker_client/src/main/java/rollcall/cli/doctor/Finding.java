package rollcall.cli.doctor;

import org.jspecify.annotations.Nullable;

/**
 * The result of one check.
 *
 * @param check a stable identifier of the check
 * @param text the result
 * @param advice how to fix it; null for a good result
 */
public record Finding(String check, Verdict verdict, String text, @Nullable String advice) {
  /** The severity. */
  public enum Verdict {
    GOOD,
    WARNING,
    BAD
  }

  static Finding good(String check, String text) {
    return new Finding(check, Verdict.GOOD, text, null);
  }

  static Finding warning(String check, String text, String advice) {
    return new Finding(check, Verdict.WARNING, text, advice);
  }

  static Finding bad(String check, String text, String advice) {
    return new Finding(check, Verdict.BAD, text, advice);
  }
}
