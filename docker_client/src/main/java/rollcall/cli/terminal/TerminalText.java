package rollcall.cli.terminal;

/**
 * Makes untrusted text, like a container's name, safe to print: it escapes control characters,
 * escape sequences, characters that change the writing direction and unpaired surrogates.
 */
public final class TerminalText {
  private TerminalText() {}

  /** Escapes the text; the escape character becomes {@code \}{@code u001b}. */
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

  /** The same for several lines: line breaks are kept. */
  public static String ofLines(String text) {
    return String.join("\n", text.lines().map(TerminalText::of).toList());
  }

  /** The escape sequence of a character in Java source code. */
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
