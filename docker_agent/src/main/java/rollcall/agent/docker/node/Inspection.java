package rollcall.agent.docker.node;

import org.jspecify.annotations.Nullable;
import rollcall.api.container.Report;

/**
 * The result of inspecting a container.
 *
 * @param report absent if the container does not exist, or its inspection failed
 * @param failure why the inspection failed; absent otherwise
 */
public record Inspection(String id, @Nullable Report report, @Nullable String failure) {
  /** Whether the container does not exist. */
  public boolean isGone() {
    return report == null && failure == null;
  }
}
