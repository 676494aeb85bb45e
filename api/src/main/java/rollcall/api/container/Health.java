package rollcall.api.container;

import java.util.Locale;

/** The verdict of a container's own health check; absent where it has none. */
public enum Health {
  STARTING,
  HEALTHY,
  UNHEALTHY;

  /** The word on the wire. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
