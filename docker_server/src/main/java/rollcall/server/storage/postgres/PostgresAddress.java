package rollcall.server.storage.postgres;

import java.util.Properties;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import rollcall.api.InvalidException;

/**
 * Where the database is and who asks; its text has no secret in it.
 *
 * @param url as the driver reads it, {@code jdbc:postgresql://host:port/name?parameter=value}
 * @param user null where the URL says it
 * @param password null where the URL says it, or where none is needed
 */
public record PostgresAddress(String url, @Nullable String user, @Nullable String password) {
  public static final String PREFIX = "jdbc:postgresql:";

  private static final Pattern SECRET =
      Pattern.compile("([?&](?:password|ssl_?password)=)[^&]*", Pattern.CASE_INSENSITIVE);

  /**
   * Checks it without connecting.
   *
   * @throws InvalidException if the driver cannot read it, or user or password are given twice
   */
  public PostgresAddress {
    // Not even shown to the driver where it has a password in an unusual place: it might log it.
    boolean isUsual = url.startsWith(PREFIX + "//") && !url.contains("@");
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
      String variable = "ROLLCALL_DB_" + name.toUpperCase(java.util.Locale.ROOT);
      throw new InvalidException(
          "ROLLCALL_DB and " + variable + " both say the " + name + ": say it once");
    }
  }

  private static String mask(String url) {
    return SECRET.matcher(url).replaceAll("$1***").replaceFirst("//[^/]*@", "//***@");
  }

  /** For messages. */
  @Override
  public String toString() {
    return mask(url) + (user == null ? "" : " as " + user);
  }
}
