package rollcall.api.container;

import java.util.Locale;

/** A container's state: those of Docker, and two of the roster's own. */
public enum State {
  CREATED,
  RUNNING,
  PAUSED,
  RESTARTING,
  REMOVING,
  EXITED,
  DEAD,
  /** Its node's engine no longer lists it. */
  REMOVED,
  /** The engine gave no state. */
  UNKNOWN;

  /** The name in JSON. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Parses Docker's name of a state; unknown names are {@link #UNKNOWN}. */
  public static State of(String name) {
    for (State state : values()) {
      if (state.wireName().equals(name)) {
        return state;
      }
    }
    return UNKNOWN;
  }
}
