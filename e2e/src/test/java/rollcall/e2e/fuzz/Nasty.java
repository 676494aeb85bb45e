package rollcall.e2e.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;

/** Texts, numbers and JSON that programs trip over, from a seeded source. */
final class Nasty {
  private static final String[] WORDS = {
    "",
    " ",
    "web",
    "running",
    "true",
    "null",
    "-1",
    "0",
    "2147483648",
    "9223372036854775807",
    "9223372036854775808",
    "1e999",
    "NaN",
    "2026-11-20T21:29:23Z",
    "2026-11-20T21:29:23.123456789+14:00",
    "-999999999-01-01T00:00:00Z",
    "0000-00-00T99:99:99Z",
    "10 minutes ago",
    "{{.Names}}",
    "${jndi:ldap://127.0.0.1/a}",
    "' OR 1=1 --",
    "%",
    "_%",
    "*",
    "[a-z",
    "../../etc/passwd",
    "<script>alert(1)</script>",
    "\u001b[31mred\u001b]0;title\u0007",
    "\u202egpj.exe",
    "\u0000",
    "a\u0000b",
    "\ud800",
    "\udc00\ud800",
    "\ufeff",
    "\uffff",
    "\ud83d\ude00",
    "e\u0301\u0301\u0301",
    "\r\nX-Injected: 1",
    "eyJuYW1lIjoiYSIsImlkIjoiYiJ9",
    "eyJhbGciOiJub25lIn0.e30.",
    "\"*\", W/\"1\"",
  };

  private static final String[] NUMBERS = {
    "0",
    "-0",
    "1",
    "-1",
    "1.5",
    "1e308",
    "1e309",
    "-1e400",
    "1E-400",
    "9007199254740993",
    "9223372036854775808",
    "00",
    "+1",
    ".5",
    "0x10",
    "NaN",
    "Infinity",
    "1e",
  };

  private static final HexFormat HEX = HexFormat.of();

  private final Random random;

  Nasty(Random random) {
    this.random = random;
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  boolean oneIn(int times) {
    return random.nextInt(times) == 0;
  }

  @SafeVarargs
  final <T> T any(T... choices) {
    return choices[random.nextInt(choices.length)];
  }

  /** Now and then as long as the limits, or longer. */
  String wireName() {
    return switch (below(12)) {
      case 0 -> any(WORDS).repeat(1 + below(40));
      case 1 -> "x".repeat(any(127, 128, 129, 255, 256, 257, 512, 4096, 4097, 16385, 70_000));
      case 2 -> unicode(1 + below(40));
      default -> any(WORDS);
    };
  }

  /** Of any characters, halves of surrogate pairs among them. */
  String unicode(int length) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      switch (below(6)) {
        case 0 -> text.append((char) below(0x80));
        case 1 -> text.append((char) (0xd800 + below(0x800)));
        case 2 -> text.appendCodePoint(0x10000 + below(0x100000));
        default -> text.append((char) below(0x10000));
      }
    }
    return text.toString();
  }

  String number() {
    return switch (below(10)) {
      case 0 -> "9".repeat(1 + below(400));
      case 1 -> "1." + "3".repeat(1 + below(5000)) + "e" + below(400);
      case 2 -> Double.toString(Double.longBitsToDouble(random.nextLong()));
      default -> any(NUMBERS);
    };
  }

  /** As JSON; each character plain or escaped, as it comes. */
  String quoted(String text) {
    StringBuilder json = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < 0x20 || c == '"' || c == '\\' || Character.isSurrogate(c) || oneIn(20)) {
        json.append("\\u").append(HEX.toHexDigits(c));
      } else {
        json.append(c);
      }
    }
    return json.append('"').toString();
  }

  /** Any JSON value, seldom a deep or a broken one. */
  String json(int depth) {
    if (depth > 4 || oneIn(2)) {
      return switch (below(8)) {
        case 0 -> "null";
        case 1 -> any("true", "false", "TRUE", "nul", "undefined", "'a'", "/**/1", "");
        case 2, 3 -> number();
        default -> quoted(wireName());
      };
    }
    int size = below(4);
    StringBuilder json = new StringBuilder();
    if (oneIn(200)) {
      return any("[", "{\"a\":", "[{\"a\":[").repeat(1 + below(20_000));
    }
    boolean isArray = oneIn(2);
    json.append(isArray ? '[' : '{');
    for (int i = 0; i < size; i++) {
      json.append(i == 0 ? "" : ",");
      json.append(isArray ? "" : quoted(wireName()) + ":").append(json(depth + 1));
    }
    return json.append(isArray ? ']' : '}').toString();
  }

  /** For a URL: most of it encoded, some of it wrongly. */
  String encoded(String text) {
    StringBuilder url = new StringBuilder();
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      if ((b >= '0' && b <= '9') || (b >= 'a' && b <= 'z') || b == '-' || b == '.') {
        url.append((char) b);
      } else {
        url.append('%').append(HEX.toHexDigits(b));
      }
    }
    if (oneIn(10)) {
      url.append(any("%", "%zz", "%ff", "%c0%af", "%2e%2e%2f", ";a=b", "+", "%u0041", "//", "/./"));
    }
    return url.toString();
  }

  /** Some bytes changed, left out or doubled. */
  byte[] mangled(byte[] bytes) {
    if (bytes.length == 0) {
      return bytes;
    }
    byte[] other = bytes.clone();
    for (int i = 0, times = 1 + below(4); i < times; i++) {
      int at = below(other.length);
      switch (below(4)) {
        case 0 -> other[at] = (byte) below(256);
        case 1 -> other[at] ^= (byte) (1 << below(8));
        case 2 -> other = Arrays.copyOf(other, Math.max(1, at));
        default -> System.arraycopy(bytes, 0, other, at, Math.min(bytes.length, other.length - at));
      }
    }
    return other;
  }
}
