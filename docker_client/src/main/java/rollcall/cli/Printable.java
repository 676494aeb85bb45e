package rollcall.cli;

/**
 * Makes text from outside safe to show: control characters, escape sequences and characters that
 * turn the writing direction become visible escapes. A container named with them is just a name.
 */
final class Printable {
  private Printable() {}

  /** The text with {@code \}{@code u001b} for an escape character, and so on. */
  static String of(String text) {
    StringBuilder safe = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (isUnsafe(c)) {
        safe.append("\\u%04x".formatted((int) c));
      } else {
        safe.append(c);
      }
    }
    return safe.toString();
  }

  /** The same for text of several lines, whose line breaks stay. */
  static String ofLines(String text) {
    return String.join("\n", text.lines().map(Printable::of).toList());
  }

  /** At most {@code width} characters, with … where some are left out. */
  static String cut(String text, int width) {
    if (text.codePointCount(0, text.length()) <= width) {
      return text;
    }
    return text.substring(0, text.offsetByCodePoints(0, Math.max(0, width - 1))) + "…";
  }

  private static boolean isUnsafe(char c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      default -> false;
    };
  }
}
