package rollcall.agent.http;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import rollcall.agent.docker.Engine;
import rollcall.agent.docker.node.NodeContainers;
import rollcall.common.Version;

/**
 * Liveness only: an agent that waits for its engine is healthy; killing it would not bring the
 * engine back.
 */
final class HealthCheck {
  /**
   * What it answers.
   *
   * @param node absent until the engine told it
   * @param engine the engine's version; absent while there is none
   */
  record Health(@Nullable String node, String version, @Nullable String engine) {}

  private final Engine engine;
  private final NodeContainers containers;

  HealthCheck(Engine engine, NodeContainers containers) {
    this.engine = engine;
    this.containers = containers;
  }

  Health check() {
    Optional<String> node = containers.node();
    return new Health(node.orElse(null), Version.CURRENT, engine.version().orElse(null));
  }
}
