package rollcall.agent.docker.container;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import rollcall.agent.docker.json.Fields;
import rollcall.api.container.Health;
import rollcall.api.container.State;

/** Maps the state and health values of Docker and Podman to Rollcall's. */
public final class EngineWords {
  // Podman's own, which its Docker API leaves untranslated in some versions.
  private static final Map<String, State> PODMANS =
      Map.of(
          "configured", State.CREATED,
          "initialized", State.CREATED,
          "initializing", State.CREATED,
          "stopping", State.RUNNING,
          "stopped", State.EXITED);

  // The line of "docker ps": Exited (137) 3 minutes ago, Restarting (3) 6 seconds ago.
  private static final Pattern ENDED =
      Pattern.compile("(?:Exited|Restarting) \\((-?\\d{1,9})\\).*");
  private static final Pattern HEALTH = Pattern.compile("Up .*\\((?:health: )?([a-z]+)\\)");

  private EngineWords() {}

  public static State state(String word) {
    State state = State.of(word);
    return state == State.UNKNOWN ? PODMANS.getOrDefault(word, State.UNKNOWN) : state;
  }

  /** Of an inspected container; its flags tell where its word is missing or a newer engine's. */
  public static State state(Fields state) {
    @Nullable String word = state.text("Status");
    State known = word == null ? State.UNKNOWN : state(word);
    if (known != State.UNKNOWN) {
      return known;
    }
    if (word != null) {
      state.odd("Status");
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

  static @Nullable Health health(@Nullable String word) {
    for (Health verdict : Health.values()) {
      if (verdict.wireName().equals(word)) {
        return verdict;
      }
    }
    return null;
  }

  /** The health that a list's status line tells. */
  static @Nullable Health healthOfLine(String status) {
    Matcher matcher = HEALTH.matcher(status);
    return matcher.matches() ? health(matcher.group(1)) : null;
  }

  /** The exit code that a list's status line tells. */
  static @Nullable Integer exitCodeOfLine(String status) {
    Matcher matcher = ENDED.matcher(status);
    return matcher.matches() ? Integer.valueOf(matcher.group(1)) : null;
  }

  /** Whether a container in this state has an end that its exit code is of. */
  static boolean hasEnded(State state) {
    return state == State.EXITED || state == State.DEAD || state == State.RESTARTING;
  }

  /** Whether a container in this state uses anything. */
  public static boolean isMeasurable(@Nullable State state) {
    return state == State.RUNNING || state == State.PAUSED;
  }
}
