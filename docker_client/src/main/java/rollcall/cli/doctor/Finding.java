package rollcall.cli.doctor;

import org.jspecify.annotations.Nullable;

/**
 * What one check found.
 *
 * @param check which check, in a word that programs can rely on
 * @param text what was found
 * @param advice what to do about it; absent where nothing is to be done
 */
public record Finding(String check, Verdict verdict, String text, @Nullable String advice) {
  /** How bad it is. */
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
