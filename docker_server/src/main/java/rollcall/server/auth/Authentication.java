package rollcall.server.auth;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import rollcall.attestation.AgentKey;
import rollcall.common.AllowedHosts;
import rollcall.common.Environment;
import rollcall.common.InvalidException;
import rollcall.server.auth.Credentials.Mode;

/**
 * Reads the keys and tokens, and decides whether they are needed: no server is open by accident.
 */
public final class Authentication {
  private static final String AUTH = "ROLLCALL_AUTH";
  private static final String KEY = "ROLLCALL_AGENT_KEY";
  private static final String TOKEN = "ROLLCALL_TOKEN";
  private static final String READ_TOKEN = "ROLLCALL_READ_TOKEN";
  private static final int SHORTEST_TOKEN = 16;

  private Authentication() {}

  /**
   * Reads the environment.
   *
   * @param bind the address that the server listens on
   * @throws InvalidException naming what is wrong or missing
   */
  public static Credentials of(Environment env, String bind) {
    List<AgentKey> keys = new ArrayList<>();
    for (String name : List.of(KEY, KEY + "_PREVIOUS")) {
      env.secret(name).ifPresent(text -> keys.add(AgentKey.of(name, text)));
    }
    Optional<String> token = token(env, TOKEN);
    Optional<String> readToken = token(env, READ_TOKEN);
    Mode mode = mode(env, bind, !keys.isEmpty() || token.isPresent());
    return new Credentials(mode, List.copyOf(keys), token, readToken);
  }

  private static Mode mode(Environment env, String bind, boolean hasSecrets) {
    String wish = env.text(AUTH, "");
    if (wish.equals("off")) {
      return Mode.OFF;
    }
    if (!wish.isEmpty() && !wish.equals("on")) {
      throw new InvalidException(AUTH + "=\"" + wish + "\": expected on or off");
    }
    if (hasSecrets) {
      return Mode.ON;
    }
    if (wish.isEmpty() && AllowedHosts.isLoopback(bind)) {
      return Mode.LOOPBACK;
    }
    throw new InvalidException(
        "ROLLCALL_BIND="
            + bind
            + " accepts connections from other machines, but neither an agent key nor an operator's token is set: set "
            + KEY
            + "_FILE and "
            + TOKEN
            + "_FILE (docs/SECURITY.md), or "
            + AUTH
            + "=off for a lab in which every client may write");
  }

  private static Optional<String> token(Environment env, String name) {
    Optional<String> token = env.secret(name);
    if (token.isPresent()
        && (token.get().length() < SHORTEST_TOKEN
            || !token.get().chars().allMatch(c -> c > ' ' && c < 127))) {
      throw new InvalidException(
          name
              + ": expected at least "
              + SHORTEST_TOKEN
              + " visible ASCII characters without spaces; make one by: head -c 24 /dev/urandom |"
              + " base64");
    }
    return token;
  }
}
