package rollcall.cli.container;

import static java.util.Map.entry;

import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import rollcall.cli.command.UsageException;

/**
 * A regular expression of Docker's filters (Go's RE2 syntax), matched anywhere in a text. It is
 * translated where Java's syntax differs.
 */
final class GoPattern {
  private static final Map<String, String> POSIX =
      Map.ofEntries(
          entry("alnum", "p{Alnum}"),
          entry("alpha", "p{Alpha}"),
          entry("ascii", "p{ASCII}"),
          entry("blank", "p{Blank}"),
          entry("cntrl", "p{Cntrl}"),
          entry("digit", "p{Digit}"),
          entry("graph", "p{Graph}"),
          entry("lower", "p{Lower}"),
          entry("print", "p{Print}"),
          entry("punct", "p{Punct}"),
          entry("space", "p{Space}"),
          entry("upper", "p{Upper}"),
          entry("word", "w"),
          entry("xdigit", "p{XDigit}"));

  private GoPattern() {}

  /**
   * Parses a regular expression.
   *
   * @throws UsageException if it is invalid
   */
  static Predicate<String> parse(String expression) {
    try {
      return Pattern.compile(java(expression)).asPredicate();
    } catch (PatternSyntaxException e) {
      throw new UsageException(
          "\"%s\" is not a regular expression: %s, at character %d"
              .formatted(expression, e.getDescription(), e.getIndex() + 1));
    }
  }

  private static String java(String go) {
    StringBuilder java = new StringBuilder();
    boolean inClass = false;
    for (int i = 0; i < go.length(); i++) {
      char c = go.charAt(i);
      if (c == '\\' && i + 1 < go.length()) {
        java.append(c).append(go.charAt(++i));
      } else if (!inClass && go.startsWith("(?P<", i)) {
        java.append("(?<");
        i += 3;
      } else if (!inClass && c == '[') {
        inClass = true;
        java.append(c);
        // A bracket at the start of a class is a literal.
        i = appendStartOfClass(go, i + 1, java) - 1;
      } else if (inClass && go.startsWith("[:", i) && go.indexOf(":]", i) > 0) {
        int end = go.indexOf(":]", i);
        java.append(posix(go.substring(i + 2, end)));
        i = end + 1;
      } else if (inClass && (c == '[' || c == '&')) {
        java.append('\\').append(c);
      } else {
        inClass = inClass && c != ']';
        java.append(c);
      }
    }
    return java.toString();
  }

  private static int appendStartOfClass(String go, int start, StringBuilder java) {
    int i = start;
    if (i < go.length() && go.charAt(i) == '^') {
      java.append(go.charAt(i++));
    }
    if (i < go.length() && go.charAt(i) == ']') {
      java.append("\\]");
      i++;
    }
    return i;
  }

  /** Translates a POSIX class like {@code alpha}, or its negation {@code ^alpha}. */
  private static String posix(String name) {
    boolean negated = name.startsWith("^");
    String javaClass = POSIX.get(negated ? name.substring(1) : name);
    if (javaClass == null) {
      throw new UsageException("[:" + name + ":] is not a character class");
    }
    return "\\"
        + (negated
            ? javaClass.substring(0, 1).toUpperCase(Locale.ROOT) + javaClass.substring(1)
            : javaClass);
  }
}
