package rollcall.cli.text;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Ids, images and names, shortened for tables. */
public final class ShortNames {
  private static final int DIGITS = 12;
  private static final String SHA256 = "sha256:";

  // The ids of a swarm's tasks and nodes: 25 characters, of which the first ones tell.
  private static final Pattern SWARM_ID = Pattern.compile("\\.([a-z0-9]{5})[a-z0-9]{20}(?=\\.|$)");
  private static final int LONG = 40;

  private ShortNames() {}

  /** A container's name; a swarm's "web.1.x7k2j…" without the end of the task's id. */
  public static String task(String name) {
    return cut(SWARM_ID.matcher(name).replaceAll(".$1…"));
  }

  /** What is longer than any name or path should be. */
  public static String cut(String text) {
    return Widths.cut(text, LONG);
  }

  /** A service with the slot that one of its tasks has, like "shop_web.2"; empty for none. */
  public static String slot(@Nullable String service, @Nullable Integer slot) {
    return service == null ? "" : slot == null ? service : service + "." + slot;
  }

  public static String id(String id) {
    return id.substring(0, Math.min(DIGITS, id.length()));
  }

  /** A bare digest becomes 12 digits; one behind a name is left out. */
  public static String image(String image) {
    if (image.startsWith(SHA256)) {
      return id(image.substring(SHA256.length()));
    }
    int digest = image.indexOf('@');
    return digest > 0 ? image.substring(0, digest) : image;
  }
}
