package rollcall.server.auth;

import java.util.List;
import java.util.Optional;
import rollcall.attestation.AgentKey;

/**
 * What the server knows people and agents by.
 *
 * @param keys those that agents may sign with; two, while one replaces the other
 * @param token an operator's: writes and reads everything
 * @param readToken reads everything; while there is one, reading needs it or the operator's token
 */
public record Credentials(
    Mode mode, List<AgentKey> keys, Optional<String> token, Optional<String> readToken) {
  /** Who may write. */
  public enum Mode {
    /** Callers that prove who they are. */
    ON,
    /**
     * Every caller: the server listens on loopback only, which only this machine's programs reach.
     */
    LOOPBACK,
    /** Everybody: a lab. */
    OFF
  }

  /** For a server that only its own machine reaches. */
  public static final Credentials LOOPBACK =
      new Credentials(Mode.LOOPBACK, List.of(), Optional.empty(), Optional.empty());

  /** For the log, without secrets. */
  @Override
  public String toString() {
    String writers =
        switch (mode) {
          case ON ->
              "writes: agents ("
                  + (keys.isEmpty() ? "no key" : String.join(", ", ids()))
                  + "), operators ("
                  + (token.isPresent() ? "token set" : "no token")
                  + ")";
          case LOOPBACK -> "writes: every client on this machine (it listens on loopback only)";
          case OFF -> "writes: EVERY CLIENT, without authentication (ROLLCALL_AUTH=off)";
        };
    return writers + "; reads: " + (readToken.isPresent() ? "with a token" : "every client");
  }

  private List<String> ids() {
    return keys.stream().map(AgentKey::toString).toList();
  }
}
