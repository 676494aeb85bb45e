package rollcall.cli.terminal;

/**
 * Makes text from outside safe to show: control characters, escape sequences, characters that turn
 * the writing direction and halves of characters become visible escapes. A container named with
 * them is just a name.
 */
public final class TerminalText {
  private TerminalText() {}

  /** The text with {@code \}{@code u001b} for an escape character, and so on. */
  public static String of(String text) {
    StringBuilder safe = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c -> {
              if (isUnsafe(c)) {
                safe.append(escape(c));
              } else {
                safe.appendCodePoint(c);
              }
            });
    return safe.toString();
  }

  /** The same for text of several lines, whose line breaks stay. */
  public static String ofLines(String text) {
    return String.join("\n", text.lines().map(TerminalText::of).toList());
  }

  /** A character as programmers write it where it cannot be shown itself. */
  static String escape(int character) {
    return switch (character) {
      case '\n' -> "\\n";
      case '\r' -> "\\r";
      case '\t' -> "\\t";
      default -> {
        StringBuilder escaped = new StringBuilder();
        for (char c : Character.toChars(character)) {
          escaped.append("\\u%04x".formatted((int) c));
        }
        yield escaped.toString();
      }
    };
  }

  private static boolean isUnsafe(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          true;
      default -> false;
    };
  }
}
