package rollcall.client;

import java.time.Instant;
import java.util.List;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * Which containers to list; null, or an empty list, lets any value pass.
 *
 * @param states any of these
 * @param labels all of these, each {@code key} or {@code key=value}
 * @param q a part of an id, a name, an image, a node or a service
 * @param all removed ones, too
 * @param at as of this time
 */
public record ContainerFilter(
    @Nullable String node,
    @Nullable String service,
    @Nullable String image,
    List<String> states,
    List<String> labels,
    @Nullable String q,
    boolean all,
    @Nullable Instant at) {
  /** All containers that exist. */
  public static final ContainerFilter NONE =
      new ContainerFilter(null, null, null, List.of(), List.of(), null, false, null);

  /** All containers that are known. */
  public static final ContainerFilter ALL =
      new ContainerFilter(null, null, null, List.of(), List.of(), null, true, null);

  void addTo(HttpUrl.Builder url) {
    add(url, "node", node);
    add(url, "service", service);
    add(url, "image", image);
    states.forEach(state -> add(url, "state", state));
    labels.forEach(label -> add(url, "label", label));
    add(url, "q", q);
    add(url, "all", all ? "true" : null);
    add(url, "at", at == null ? null : at.toString());
  }

  private static void add(HttpUrl.Builder url, String name, @Nullable String value) {
    if (value != null) {
      url.addQueryParameter(name, value);
    }
  }
}
