package rollcall.client;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** A filter of containers: all conditions must be met; null is no condition. */
public final class ContainerFilter {
  /** Lists all existing containers. */
  public static final ContainerFilter NONE = new ContainerFilter(List.of());

  /** Lists all known containers, including removed ones. */
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

  /** Adds a state; if it is called repeatedly, a container must have one of the states. */
  public ContainerFilter state(@Nullable String state) {
    return with("state", state);
  }

  /** Adds a label, {@code key} or {@code key=value}; a container must have all of the labels. */
  public ContainerFilter label(@Nullable String label) {
    return with("label", label);
  }

  /** Sets a text that id, name, image, node or service must contain. */
  public ContainerFilter text(@Nullable String text) {
    return with("q", text);
  }

  /** Sets the time of the roster's state. */
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
