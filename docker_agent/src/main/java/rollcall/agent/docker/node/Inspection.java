package rollcall.agent.docker.node;

import org.jspecify.annotations.Nullable;
import rollcall.api.container.Report;

/**
 * The result of inspecting a container.
 *
 * @param report absent for a container that the engine does not know, or does not describe
 * @param failure why the engine does not describe it; absent where it does, or knows none
 */
public record Inspection(String id, @Nullable Report report, @Nullable String failure) {
  /** The engine says that there is no such container. */
  public boolean isGone() {
    return report == null && failure == null;
  }
}
