package rollcall.cli.command;

import java.io.InputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ParseResult;
import rollcall.cli.terminal.Console;
import rollcall.client.AgentClient;
import rollcall.client.RollcallClient;
import rollcall.client.http.HttpClients;
import rollcall.client.http.Target;

/**
 * What a command needs to run.
 *
 * @param arguments the parsed parameters and options
 * @param input standard input; null if the commands are read from it
 */
public record CommandContext(
    Settings settings,
    ParseResult arguments,
    HttpClients clients,
    Neighbours neighbours,
    @Nullable InputStream input,
    Console console) {

  public RollcallClient server() {
    return new RollcallClient(
        clients, neighbours.find(Target.SERVER, settings), settings.timeout(), settings.token());
  }

  public AgentClient agent() {
    return new AgentClient(
        clients, neighbours.find(Target.AGENT, settings), settings.timeout(), settings.token());
  }

  /** The command's parameter, if given. */
  public Optional<String> parameter() {
    return Optional.ofNullable(arguments.matchedPositionalValue(0, (String) null));
  }

  /** The value of a text option; null if it was not given. */
  public @Nullable String option(String name) {
    return arguments.hasMatchedOption(name)
        ? arguments.<@Nullable String>matchedOptionValue(name, null)
        : null;
  }

  /** Whether the agent can identify this container. */
  public boolean isKnownToAgent() {
    return neighbours.isKnownToAgent(settings);
  }
}
