package rollcall.agent.http;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import rollcall.agent.docker.Engine;
import rollcall.agent.docker.node.NodeContainers;
import rollcall.common.Version;

/** Liveness only: an agent without an engine is healthy, because a restart would not help. */
final class HealthCheck {
  /**
   * The response.
   *
   * @param node absent until the engine has reported it
   * @param engine the engine's version; absent while disconnected
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
