package rollcall.cli.line;

/** Tells a word that was mistyped: one letter too many, too few, another, or two swapped. */
final class Typo {
  private Typo() {}

  static boolean isOf(String meant, String typed) {
    int start = 0;
    int most = Math.min(meant.length(), typed.length());
    while (start < most && meant.charAt(start) == typed.charAt(start)) {
      start++;
    }
    String left = meant.substring(start);
    String other = typed.substring(start);
    return tail(left, 1).equals(other)
        || left.equals(tail(other, 1))
        || tail(left, 1).equals(tail(other, 1))
        || (left.length() > 1
            && other.length() > 1
            && left.charAt(0) == other.charAt(1)
            && left.charAt(1) == other.charAt(0)
            && tail(left, 2).equals(tail(other, 2)));
  }

  private static String tail(String text, int from) {
    return text.substring(Math.min(from, text.length()));
  }
}
