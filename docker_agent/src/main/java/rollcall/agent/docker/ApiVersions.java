package rollcall.agent.docker;

import com.github.dockerjava.core.RemoteApiVersion;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Negotiates the version of Docker's API; a fixed one would exclude older or newer engines. */
final class ApiVersions {
  /** The newest version that the agent was tested with. */
  static final RemoteApiVersion NEWEST_KNOWN = RemoteApiVersion.VERSION_1_44;

  private static final Pattern VERSION = Pattern.compile("\\d{1,4}\\.\\d{1,4}");

  private ApiVersions() {}

  /**
   * The smaller of the engine's version and ours, but at least the engine's minimum, which for a
   * newer engine is nearest to ours. Empty if the engine reports no version: it then uses its
   * default.
   *
   * @param engine the engine's {@code ApiVersion}
   * @param minimum the engine's {@code MinAPIVersion}; absent before Docker 1.25
   */
  static Optional<String> choose(@Nullable String engine, @Nullable String minimum) {
    if (engine == null || !VERSION.matcher(engine).matches()) {
      return Optional.empty();
    }
    RemoteApiVersion chosen = RemoteApiVersion.parseConfig(engine);
    if (chosen.isGreater(NEWEST_KNOWN)) {
      chosen = NEWEST_KNOWN;
    }
    if (minimum != null && VERSION.matcher(minimum).matches()) {
      RemoteApiVersion least = RemoteApiVersion.parseConfig(minimum);
      chosen = least.isGreater(chosen) ? least : chosen;
    }
    return Optional.of(chosen.getVersion());
  }
}
