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
 * Reads keys, tokens and the authentication mode from the environment. Without keys and tokens, a
 * server that is reachable from other machines does not start unless ROLLCALL_AUTH=off.
 */
public final class Authentication {
  private static final String AUTH = "ROLLCALL_AUTH";
  private static final String KEY = "ROLLCALL_AGENT_KEY";
  private static final String TOKEN = "ROLLCALL_TOKEN";
  private static final String READ_TOKEN = "ROLLCALL_READ_TOKEN";
  private static final int MIN_TOKEN_LENGTH = 16;

  private Authentication() {}

  /**
   * Reads the environment.
   *
   * @param bind the address that the server listens on
   * @throws InvalidException naming the variable that is wrong or missing
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
    String setting = env.text(AUTH, "");
    if (setting.equals("off")) {
      return Mode.OFF;
    }
    if (!setting.isEmpty() && !setting.equals("on")) {
      throw new InvalidException(AUTH + "=\"" + setting + "\": expected on or off");
    }
    if (hasSecrets) {
      return Mode.ON;
    }
    if (setting.isEmpty() && AllowedHosts.isLoopback(bind)) {
      return Mode.LOOPBACK;
    }
    throw new InvalidException(
        "ROLLCALL_BIND="
            + bind
            + " accepts connections from other machines, but neither an agent key nor an operator"
            + " token is set: set "
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
        && (token.get().length() < MIN_TOKEN_LENGTH
            || !token.get().chars().allMatch(c -> c > ' ' && c < 127))) {
      throw new InvalidException(
          name
              + ": expected at least "
              + MIN_TOKEN_LENGTH
              + " visible ASCII characters without spaces; create one with: head -c 24"
              + " /dev/urandom | base64");
    }
    return token;
  }
}
