package rollcall.client;

import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * Which containers to list; null lets any value pass.
 *
 * @param all removed ones, too
 * @param q a part of an id, a name or an image
 */
public record Filter(
    @Nullable String node,
    @Nullable String service,
    @Nullable String image,
    @Nullable String state,
    @Nullable String q,
    boolean all) {
  /** All containers that exist. */
  public static final Filter NONE = new Filter(null, null, null, null, null, false);

  void addTo(HttpUrl.Builder url) {
    add(url, "node", node);
    add(url, "service", service);
    add(url, "image", image);
    add(url, "state", state);
    add(url, "q", q);
    add(url, "all", all ? "true" : null);
  }

  private static void add(HttpUrl.Builder url, String name, @Nullable String value) {
    if (value != null) {
      url.addQueryParameter(name, value);
    }
  }
}
