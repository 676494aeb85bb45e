package rollcall.agent.docker;

import com.github.dockerjava.core.RemoteApiVersion;
import org.jspecify.annotations.Nullable;

/** Which version of Docker's API to speak with an engine; pinning one would lock engines out. */
final class ApiVersions {
  /** The newest one that docker-java knows. */
  static final RemoteApiVersion NEWEST_KNOWN = RemoteApiVersion.VERSION_1_44;

  private ApiVersions() {}

  /**
   * The smaller of the engine's and docker-java's, but not below what the engine still accepts: an
   * engine newer than docker-java gets its own minimum, the nearest to what we know.
   *
   * @param engine the engine's {@code ApiVersion}
   * @param minimum the engine's {@code MinAPIVersion}; absent before Docker 1.25
   */
  static RemoteApiVersion choose(String engine, @Nullable String minimum) {
    RemoteApiVersion chosen = RemoteApiVersion.parseConfig(engine);
    if (chosen.isGreater(NEWEST_KNOWN)) {
      chosen = NEWEST_KNOWN;
    }
    if (minimum == null || minimum.isBlank()) {
      return chosen;
    }
    RemoteApiVersion least = RemoteApiVersion.parseConfig(minimum);
    return least.isGreater(chosen) ? least : chosen;
  }
}
