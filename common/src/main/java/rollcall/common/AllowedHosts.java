package rollcall.common;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The Host headers that a program accepts, as protection against DNS rebinding. Loopback accepts
 * its own names and the listed ones. Elsewhere every name is accepted unless some are listed, and
 * IP addresses always are, because they cannot be rebound.
 *
 * @param names in lower case; one that begins with a dot stands for all names that end with it; an
 *     IPv6 address is in brackets, as Java writes it
 * @param isLoopback whether the program listens on loopback only
 */
public record AllowedHosts(Set<String> names, boolean isLoopback) {
  /** The setting with the listed names. */
  public static final String SETTING = "ROLLCALL_ALLOWED_HOSTS";

  private static final Pattern NAME = Pattern.compile("(\\*\\.)?[a-z0-9_]([a-z0-9_.-]*[a-z0-9_])?");
  private static final Pattern IPV6 = Pattern.compile("\\[[0-9a-f.]*:[0-9a-f:.]*]");
  private static final Pattern LOOPBACK =
      Pattern.compile(
          "(.+\\.)?localhost|127(\\.\\d{1,3}){3}|\\[(::1|::ffff:127\\..*|::ffff:7f.*)]");
  private static final Pattern ADDRESS =
      Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|\\[[0-9a-f:.]+]");
  private static final Pattern PORT = Pattern.compile(":\\d*$");

  public AllowedHosts {
    names = Set.copyOf(names);
  }

  /**
   * Reads a list.
   *
   * @param bind the address that the server listens on
   * @param list host names without ports, comma-separated; {@code *.example.com} for all below it;
   *     IPv6 in brackets
   * @throws InvalidException quoting an entry that is not a host name
   */
  public static AllowedHosts of(String bind, String list) {
    Set<String> names =
        Arrays.stream(list.split(",", -1))
            .map(String::strip)
            .filter(name -> !name.isEmpty())
            .map(AllowedHosts::check)
            .collect(Collectors.toSet());
    return new AllowedHosts(names, isLoopback(bind));
  }

  private static String check(String text) {
    String name = text.toLowerCase(Locale.ROOT);
    String address = address(name);
    if (address != null) {
      return address;
    }
    if (!NAME.matcher(name).matches()) {
      throw new InvalidException(
          SETTING
              + ": \""
              + text
              + "\" is not a host name: expected, for example, rollcall.example.com, *.example.com"
              + " or [2001:db8::1]");
    }
    return name.startsWith("*") ? name.substring(1) : name;
  }

  /** The canonical form of an IPv6 address; null for anything else. */
  private static @Nullable String address(String name) {
    if (!IPV6.matcher(name).matches()) {
      return null;
    }
    try {
      // No DNS lookup: the text has a colon.
      return "[" + InetAddress.getByName(name).getHostAddress() + "]";
    } catch (UnknownHostException e) {
      return null;
    }
  }

  /** Whether an address is a loopback address; false for a name that cannot be resolved. */
  public static boolean isLoopback(String bind) {
    try {
      return InetAddress.getByName(bind).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false; // binding to it fails too, with an error
    }
  }

  /**
   * Whether a request with this Host header is accepted.
   *
   * @param host with or without a port; IPv6 in brackets
   */
  public boolean allows(String host) {
    return allows(host, isLoopback);
  }

  /**
   * The same for a request that arrived by loopback or not, whatever address the program listens
   * on.
   *
   * @param host with or without a port; IPv6 in brackets
   */
  public boolean allows(String host, boolean byLoopback) {
    String name = PORT.matcher(host.toLowerCase(Locale.ROOT)).replaceFirst("");
    if (name.endsWith(".")) {
      name = name.substring(0, name.length() - 1);
    }
    return LOOPBACK.matcher(name).matches()
        || isListed(name)
        || (!byLoopback && (names.isEmpty() || ADDRESS.matcher(name).matches()));
  }

  private boolean isListed(String name) {
    String address = address(name);
    if (address != null) {
      return names.contains(address);
    }
    for (int dot = 0; dot >= 0; dot = name.indexOf('.', dot + 1)) {
      if (names.contains(name.substring(dot))) {
        return true;
      }
    }
    return false;
  }

  /** For the log. */
  @Override
  public String toString() {
    String listed = names.isEmpty() ? "" : String.join(", ", names);
    return isLoopback
        ? "loopback" + (names.isEmpty() ? "" : ", " + listed)
        : names.isEmpty() ? "any" : "addresses, loopback, " + listed;
  }
}
