package rollcall.cli.text;

import org.jline.utils.WCWidth;

/**
 * Counts the terminal columns of a text: two per East Asian character or emoji, none per combining
 * accent.
 */
public final class Widths {
  private Widths() {}

  /** The columns of the whole text. */
  public static int of(String text) {
    int width = 0;
    for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
      width += of(text.codePointAt(i));
    }
    return width;
  }

  /** Truncates the text to {@code width} columns, with … at its end. */
  public static String cut(String text, int width) {
    if (of(text) <= width) {
      return text;
    }
    int remaining = width - 1;
    int end = 0;
    while (end < text.length() && of(text.codePointAt(end)) <= remaining) {
      remaining -= of(text.codePointAt(end));
      end += Character.charCount(text.codePointAt(end));
    }
    return text.substring(0, end) + "…";
  }

  private static int of(int character) {
    // JLine's table is loaded only if it is needed.
    return character < 0x300 ? 1 : Math.max(0, WCWidth.wcwidth(character));
  }
}
