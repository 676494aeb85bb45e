package rollcall.api.container;

import java.util.Locale;

/** The status of a container's health check; absent without one. */
public enum Health {
  STARTING,
  HEALTHY,
  UNHEALTHY;

  /** The name in JSON. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
