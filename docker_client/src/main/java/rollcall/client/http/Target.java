package rollcall.client.http;

import java.util.Locale;
import rollcall.api.Paths;

/** The two programs that a client talks to. */
public enum Target {
  SERVER(Paths.SERVER_PORT),
  AGENT(Paths.AGENT_PORT);

  private final int port;

  Target(int port) {
    this.port = port;
  }

  /** The port that it listens on unless told otherwise. */
  public int port() {
    return port;
  }

  /** Its name in messages. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
