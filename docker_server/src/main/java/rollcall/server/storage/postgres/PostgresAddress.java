package rollcall.server.storage.postgres;

import java.util.Locale;
import java.util.Properties;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import rollcall.common.InvalidException;

/**
 * The database's URL and user; {@link #toString} omits secrets.
 *
 * @param url in the driver's form, {@code jdbc:postgresql://host:port/name?parameter=value}
 * @param user null if the URL contains it
 * @param password null if the URL contains it, or none is needed
 */
public record PostgresAddress(String url, @Nullable String user, @Nullable String password) {
  public static final String PREFIX = "jdbc:postgresql:";

  private static final Pattern SECRET =
      Pattern.compile("([?&;][^=&;]*pass[^=&;]*=)(?:[^&]|&(?!\\w+=))*", Pattern.CASE_INSENSITIVE);

  /** One or more hosts with optional ports, without user or password. */
  private static final Pattern HOSTS =
      Pattern.compile("(?:(?:\\[[\\w:.%-]*]|[\\w.-]*)(?::\\d{1,5})?(?:,|$))*");

  /**
   * Validates the URL without connecting.
   *
   * @throws InvalidException if the driver cannot parse it, or user or password are given twice
   */
  public PostgresAddress {
    // A URL with a password in an unusual place is not passed to the driver, which might log it.
    boolean isUsual = url.startsWith(PREFIX + "//") && namesHosts(url);
    Properties parsed = isUsual ? Driver.parseURL(url, null) : null;
    if (parsed == null) {
      throw new InvalidException(
          "ROLLCALL_DB=\""
              + mask(url)
              + "\": expected like jdbc:postgresql://host:5432/rollcall?user=rollcall");
    }
    onlyOnce("user", user, parsed);
    onlyOnce("password", password, parsed);
  }

  private static void onlyOnce(String name, @Nullable String value, Properties parsed) {
    if (value != null && parsed.getProperty(name) != null) {
      String variable = "ROLLCALL_DB_" + name.toUpperCase(Locale.ROOT);
      throw new InvalidException(
          "ROLLCALL_DB and " + variable + " both set the " + name + ": set it once");
    }
  }

  /** Masks everything in a URL of any kind that may be a secret. */
  public static String mask(String url) {
    if (namesHosts(url)) {
      return SECRET.matcher(url).replaceAll("$1***");
    }
    int scheme = url.contains("://") ? url.indexOf("://") + 3 : url.indexOf(":") + 1;
    return url.substring(0, scheme) + "***";
  }

  /** Whether the host part contains only hosts, and so no user or password. */
  private static boolean namesHosts(String url) {
    String opaque = url.split("[?;]", 2)[0];
    if (!opaque.contains("//")) {
      return !opaque.contains("@");
    }
    String authority = opaque.substring(opaque.indexOf("//") + 2).split("/", 2)[0];
    return !opaque.contains("@") && HOSTS.matcher(authority).matches();
  }

  /** For messages: without secrets. */
  @Override
  public String toString() {
    return mask(url) + (user == null ? "" : " as " + user);
  }
}
