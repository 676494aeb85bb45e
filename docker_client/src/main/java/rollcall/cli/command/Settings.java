package rollcall.cli.command;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import rollcall.cli.terminal.Terminals;
import rollcall.client.http.Endpoint;
import rollcall.client.http.Target;
import rollcall.common.Durations;
import rollcall.common.Environment;
import rollcall.common.InvalidException;

/**
 * The settings of a command line: options override the environment, which overrides defaults.
 *
 * @param guessed the targets whose address was not given but guessed
 * @param token the operator's token, sent to server and agent
 */
public record Settings(
    Endpoint server,
    Endpoint agent,
    Set<Target> guessed,
    Optional<String> token,
    Duration timeout,
    boolean json,
    boolean color) {
  private static final Duration TIMEOUT = Duration.ofSeconds(15);
  private static final Duration MAX_TIMEOUT = Duration.ofHours(1);

  public static Settings of(Environment environment, HostEnvironment host) {
    return new Settings(
        endpoint(environment, "ROLLCALL_SERVER", Target.SERVER, host),
        endpoint(environment, "ROLLCALL_AGENT", Target.AGENT, host),
        guessed(
            environment.text("ROLLCALL_SERVER").isPresent(),
            environment.text("ROLLCALL_AGENT").isPresent()),
        token(environment),
        TIMEOUT,
        false,
        environment.text("NO_COLOR").isEmpty() && Terminals.isSmart(environment));
  }

  public Settings with(Options options) {
    return new Settings(
        options.server() == null ? server : Endpoint.parse(Target.SERVER, options.server()),
        options.agent() == null ? agent : Endpoint.parse(Target.AGENT, options.agent()),
        guessed(
            !guessed.contains(Target.SERVER) || options.server() != null,
            !guessed.contains(Target.AGENT) || options.agent() != null),
        token,
        options.timeout() == null ? timeout : timeout(options.timeout()),
        json || options.json(),
        color && !options.noColor());
  }

  /** Returns the address of a target. */
  Endpoint at(Target target) {
    return target == Target.SERVER ? server : agent;
  }

  private static Set<Target> guessed(boolean serverIsGiven, boolean agentIsGiven) {
    Set<Target> guessed = EnumSet.allOf(Target.class);
    if (serverIsGiven) {
      guessed.remove(Target.SERVER);
    }
    if (agentIsGiven) {
      guessed.remove(Target.AGENT);
    }
    return guessed;
  }

  /** Describes the settings, without the token. */
  @Override
  public String toString() {
    return "server " + server + ", agent " + agent + ", timeout " + timeout;
  }

  private static Endpoint endpoint(
      Environment environment, String variable, Target target, HostEnvironment host) {
    return environment
        .text(variable)
        .map(url -> Endpoint.parse(target, url))
        .orElseGet(() -> Endpoint.on(target, host.node()));
  }

  private static Duration timeout(String text) {
    Duration time;
    try {
      time = Durations.parse(text);
    } catch (InvalidException e) {
      throw new InvalidException("--timeout=" + e.getMessage());
    }
    if (time.isZero() || time.compareTo(MAX_TIMEOUT) > 0) {
      throw new InvalidException("--timeout=\"" + text + "\": expected more than 0 and at most 1h");
    }
    return time;
  }

  /** Checks the token before it is sent as a header, so that no message quotes it. */
  private static Optional<String> token(Environment environment) {
    Optional<String> token = environment.secret("ROLLCALL_TOKEN");
    if (token.isPresent() && !token.get().chars().allMatch(c -> c > ' ' && c < 127)) {
      throw new InvalidException(
          "ROLLCALL_TOKEN: expected visible ASCII characters without spaces, the same token as on"
              + " the server and the agents");
    }
    return token;
  }
}
