package rollcall.agent.docker;

import com.github.dockerjava.core.RemoteApiVersion;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Negotiates the version of Docker's API; a fixed one would exclude older or newer engines. */
final class ApiVersions {
  /** The newest one that this program was tried with. */
  static final RemoteApiVersion NEWEST_KNOWN = RemoteApiVersion.VERSION_1_44;

  private static final Pattern VERSION = Pattern.compile("\\d{1,4}\\.\\d{1,4}");

  private ApiVersions() {}

  /**
   * The smaller of the engine's and ours, but not below what the engine still accepts: an engine
   * newer than us gets its own minimum, the nearest to what we know. Empty where the engine tells
   * none: it then chooses.
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
