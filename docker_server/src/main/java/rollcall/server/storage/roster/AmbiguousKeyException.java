package rollcall.server.storage.roster;

import java.util.List;

/** A name or id prefix that matches several containers. */
public final class AmbiguousKeyException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public AmbiguousKeyException(String key, List<String> ids) {
    super("\"" + key + "\" matches several containers: " + String.join(", ", ids));
  }
}
