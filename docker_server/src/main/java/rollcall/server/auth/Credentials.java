package rollcall.server.auth;

import java.util.List;
import java.util.Optional;
import rollcall.attestation.AgentKey;

/**
 * The keys and tokens that the server accepts.
 *
 * @param keys agents' signing keys; two during a key rotation
 * @param token the operators' token, to write and read
 * @param readToken the token to read; if set, reading requires it or the operators' token
 */
public record Credentials(
    Mode mode, List<AgentKey> keys, Optional<String> token, Optional<String> readToken) {
  /** Who may write. */
  public enum Mode {
    /** Authenticated callers. */
    ON,
    /** Every caller; the server listens on loopback only. */
    LOOPBACK,
    /** Every caller, without authentication: for a lab. */
    OFF
  }

  /** For a server that listens on loopback. */
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
