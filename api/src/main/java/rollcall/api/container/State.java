package rollcall.api.container;

import java.util.Locale;

/** A container's state: Docker's, and two more that only a roster with a history needs. */
public enum State {
  CREATED,
  RUNNING,
  PAUSED,
  RESTARTING,
  REMOVING,
  EXITED,
  DEAD,
  /** Its node's engine no longer knows it. */
  REMOVED,
  /** The engine gave no state. */
  UNKNOWN;

  /** The word on the wire. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Docker's word as a state; a word of a newer engine is {@link #UNKNOWN}. */
  public static State of(String word) {
    for (State state : values()) {
      if (state.wireName().equals(word)) {
        return state;
      }
    }
    return UNKNOWN;
  }
}
