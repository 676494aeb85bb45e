package rollcall.agent.docker.container;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import rollcall.agent.docker.json.Fields;
import rollcall.api.container.Health;
import rollcall.api.container.State;

/** Maps the state and health values of Docker and Podman to Rollcall's. */
public final class EngineStates {
  // Podman's states, which its Docker API does not translate in some versions.
  private static final Map<String, State> PODMAN_STATES =
      Map.of(
          "configured", State.CREATED,
          "initialized", State.CREATED,
          "initializing", State.CREATED,
          "stopping", State.RUNNING,
          "stopped", State.EXITED);

  // Status column of "docker ps": Exited (137) 3 minutes ago, Restarting (3) 6 seconds ago.
  private static final Pattern ENDED =
      Pattern.compile("(?:Exited|Restarting) \\((-?\\d{1,9})\\).*");
  private static final Pattern HEALTH = Pattern.compile("Up .*\\((?:health: )?([a-z]+)\\)");

  private EngineStates() {}

  public static State state(String name) {
    State state = State.of(name);
    return state == State.UNKNOWN ? PODMAN_STATES.getOrDefault(name, State.UNKNOWN) : state;
  }

  /** The state of an inspected container; by its flags if the status is missing or unknown. */
  public static State state(Fields state) {
    @Nullable String name = state.text("Status");
    State known = name == null ? State.UNKNOWN : state(name);
    if (known != State.UNKNOWN) {
      return known;
    }
    if (name != null) {
      state.markUnreadable("Status");
    }
    if (isSet(state, "Dead")) {
      return State.DEAD;
    }
    if (isSet(state, "Restarting")) {
      return State.RESTARTING;
    }
    if (isSet(state, "Paused")) {
      return State.PAUSED;
    }
    return isSet(state, "Running") ? State.RUNNING : State.UNKNOWN;
  }

  private static boolean isSet(Fields state, String flag) {
    return Boolean.TRUE.equals(state.flag(flag));
  }

  static @Nullable Health health(@Nullable String name) {
    for (Health known : Health.values()) {
      if (known.wireName().equals(name)) {
        return known;
      }
    }
    return null;
  }

  /** The health in the engine list's status text. */
  static @Nullable Health healthOfStatus(String status) {
    Matcher matcher = HEALTH.matcher(status);
    return matcher.matches() ? health(matcher.group(1)) : null;
  }

  /** The exit code in the engine list's status text. */
  static @Nullable Integer exitCodeOfStatus(String status) {
    Matcher matcher = ENDED.matcher(status);
    return matcher.matches() ? Integer.valueOf(matcher.group(1)) : null;
  }

  /** Whether a container in this state has an exit code. */
  static boolean hasEnded(State state) {
    return state == State.EXITED || state == State.DEAD || state == State.RESTARTING;
  }

  /** Whether a container in this state uses memory or CPU. */
  public static boolean isMeasurable(@Nullable State state) {
    return state == State.RUNNING || state == State.PAUSED;
  }
}
