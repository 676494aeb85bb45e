package rollcall.cli.line;

/** Detects typing errors: one letter inserted, deleted or replaced, or two swapped. */
final class Typo {
  private Typo() {}

  static boolean isOf(String meant, String typed) {
    int start = 0;
    int shorter = Math.min(meant.length(), typed.length());
    while (start < shorter && meant.charAt(start) == typed.charAt(start)) {
      start++;
    }
    String restMeant = meant.substring(start);
    String restTyped = typed.substring(start);
    return tail(restMeant, 1).equals(restTyped)
        || restMeant.equals(tail(restTyped, 1))
        || tail(restMeant, 1).equals(tail(restTyped, 1))
        || (restMeant.length() > 1
            && restTyped.length() > 1
            && restMeant.charAt(0) == restTyped.charAt(1)
            && restMeant.charAt(1) == restTyped.charAt(0)
            && tail(restMeant, 2).equals(tail(restTyped, 2)));
  }

  private static String tail(String text, int from) {
    return text.substring(Math.min(from, text.length()));
  }
}
