package rollcall.client;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** Which containers to list: all conditions must hold, and null is none. */
public final class ContainerFilter {
  /** All containers that exist. */
  public static final ContainerFilter NONE = new ContainerFilter(List.of());

  /** All containers that are known, removed ones, too. */
  public static final ContainerFilter ALL = NONE.with("all", "true");

  private final List<Condition> conditions;

  private record Condition(String parameter, String value) {}

  private ContainerFilter(List<Condition> conditions) {
    this.conditions = conditions;
  }

  public ContainerFilter node(@Nullable String node) {
    return with("node", node);
  }

  public ContainerFilter service(@Nullable String service) {
    return with("service", service);
  }

  public ContainerFilter image(@Nullable String image) {
    return with("image", image);
  }

  /** Where it is called again, any of these. */
  public ContainerFilter state(@Nullable String state) {
    return with("state", state);
  }

  /** {@code key} or {@code key=value}; where it is called again, all of these. */
  public ContainerFilter label(@Nullable String label) {
    return with("label", label);
  }

  /** A part of an id, a name, an image, a node or a service. */
  public ContainerFilter text(@Nullable String text) {
    return with("q", text);
  }

  /** As of this time. */
  public ContainerFilter at(@Nullable Instant time) {
    return with("at", time == null ? null : time.toString());
  }

  private ContainerFilter with(String parameter, @Nullable String value) {
    return value == null
        ? this
        : new ContainerFilter(
            Stream.concat(conditions.stream(), Stream.of(new Condition(parameter, value)))
                .toList());
  }

  void addTo(HttpUrl.Builder url) {
    conditions.forEach(
        condition -> url.addQueryParameter(condition.parameter(), condition.value()));
  }
}
