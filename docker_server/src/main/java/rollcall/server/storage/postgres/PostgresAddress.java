package rollcall.server.storage.postgres;

import java.util.Locale;
import java.util.Properties;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import rollcall.common.InvalidException;

/**
 * The database's URL and user; its text has no secret.
 *
 * @param url as the driver reads it, {@code jdbc:postgresql://host:port/name?parameter=value}
 * @param user null where the URL says it
 * @param password null where the URL says it, or where none is needed
 */
public record PostgresAddress(String url, @Nullable String user, @Nullable String password) {
  public static final String PREFIX = "jdbc:postgresql:";

  private static final Pattern SECRET =
      Pattern.compile("([?&;][^=&;]*pass[^=&;]*=)(?:[^&]|&(?!\\w+=))*", Pattern.CASE_INSENSITIVE);

  /** One host with or without a port, or several; where a user or a password stands, it is not. */
  private static final Pattern HOSTS =
      Pattern.compile("(?:(?:\\[[\\w:.%-]*]|[\\w.-]*)(?::\\d{1,5})?(?:,|$))*");

  /**
   * Checks it without connecting.
   *
   * @throws InvalidException if the driver cannot read it, or user or password are given twice
   */
  public PostgresAddress {
    // Not even shown to the driver where it has a password in an unusual place: it might log it.
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
          "ROLLCALL_DB and " + variable + " both say the " + name + ": say it once");
    }
  }

  /** A URL of any kind, without what may be a secret in it. */
  public static String mask(String url) {
    if (namesHosts(url)) {
      return SECRET.matcher(url).replaceAll("$1***");
    }
    int scheme = url.contains("://") ? url.indexOf("://") + 3 : url.indexOf(":") + 1;
    return url.substring(0, scheme) + "***";
  }

  /** Whether what is in a host's place cannot be anything else. */
  private static boolean namesHosts(String url) {
    String opaque = url.split("[?;]", 2)[0];
    if (!opaque.contains("//")) {
      return !opaque.contains("@");
    }
    String authority = opaque.substring(opaque.indexOf("//") + 2).split("/", 2)[0];
    return !opaque.contains("@") && HOSTS.matcher(authority).matches();
  }

  /** For messages. */
  @Override
  public String toString() {
    return mask(url) + (user == null ? "" : " as " + user);
  }
}
