package rollcall.client;

import java.util.Locale;
import rollcall.api.Paths;

/** The two programs that a client talks to. */
public enum Peer {
  SERVER(Paths.SERVER_PORT),
  AGENT(Paths.AGENT_PORT);

  private final int port;

  Peer(int port) {
    this.port = port;
  }

  /** The port that it listens on unless told otherwise. */
  public int port() {
    return port;
  }

  /** Its name in messages. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
