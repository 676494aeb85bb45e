package rollcall.cli.text;

import org.jline.utils.WCWidth;

/**
 * How many columns of a terminal a text takes: two for a character of East Asia or an emoji, none
 * for an accent that combines with the letter before it.
 */
public final class Widths {
  private Widths() {}

  /** The columns that the whole text takes. */
  public static int of(String text) {
    int width = 0;
    for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
      width += of(text.codePointAt(i));
    }
    return width;
  }

  /** At most {@code width} columns of it, with … where some are left out. */
  public static String cut(String text, int width) {
    if (of(text) <= width) {
      return text;
    }
    int left = width - 1;
    int end = 0;
    while (end < text.length() && of(text.codePointAt(end)) <= left) {
      left -= of(text.codePointAt(end));
      end += Character.charCount(text.codePointAt(end));
    }
    return text.substring(0, end) + "…";
  }

  private static int of(int character) {
    // JLine's table is loaded only where a text needs it.
    return character < 0x300 ? 1 : Math.max(0, WCWidth.wcwidth(character));
  }
}
