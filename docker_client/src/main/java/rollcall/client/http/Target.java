package rollcall.client.http;

import java.util.Locale;
import rollcall.api.Paths;

/** The two programs that a client connects to. */
public enum Target {
  SERVER(Paths.SERVER_PORT),
  AGENT(Paths.AGENT_PORT);

  private final int port;

  Target(int port) {
    this.port = port;
  }

  /** The default port. */
  public int port() {
    return port;
  }

  /** The name in messages. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
