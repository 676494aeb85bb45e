package rollcall.cli.text;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Shortens ids, images and names for tables. */
public final class ShortNames {
  private static final int ID_DIGITS = 12;
  private static final String SHA256 = "sha256:";

  // Ids of tasks and nodes have 25 characters; the first ones are enough to distinguish them.
  private static final Pattern SWARM_ID = Pattern.compile("\\.([a-z0-9]{5})[a-z0-9]{20}(?=\\.|$)");
  private static final int MAX_WIDTH = 40;

  private ShortNames() {}

  /** A container's name; that of a task is shortened to "web.1.x7k2j…". */
  public static String task(String name) {
    return cut(SWARM_ID.matcher(name).replaceAll(".$1…"));
  }

  /** Truncates long text. */
  public static String cut(String text) {
    return Widths.cut(text, MAX_WIDTH);
  }

  /** A service with the slot that one of its tasks has, like "shop_web.2"; empty for none. */
  public static String slot(@Nullable String service, @Nullable Integer slot) {
    return service == null ? "" : slot == null ? service : service + "." + slot;
  }

  public static String id(String id) {
    return id.substring(0, Math.min(ID_DIGITS, id.length()));
  }

  /** A bare digest is shortened to 12 digits; a digest after a name is dropped. */
  public static String image(String image) {
    if (image.startsWith(SHA256)) {
      return id(image.substring(SHA256.length()));
    }
    int digest = image.indexOf('@');
    return digest > 0 ? image.substring(0, digest) : image;
  }
}
