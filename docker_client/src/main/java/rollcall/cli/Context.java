package rollcall.cli;

import java.io.InputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ParseResult;
import rollcall.client.AgentClient;
import rollcall.client.Connections;
import rollcall.client.Peer;
import rollcall.client.RollcallClient;

/**
 * What a command has at hand while it runs one line.
 *
 * @param arguments the parsed parameters and options
 * @param input standard input; null where the commands themselves come from there
 */
record Context(
    Settings settings,
    ParseResult arguments,
    Connections connections,
    Neighbours neighbours,
    @Nullable InputStream input,
    Console console) {

  RollcallClient server() {
    return new RollcallClient(
        connections, neighbours.find(Peer.SERVER, settings), settings.timeout(), settings.token());
  }

  AgentClient agent() {
    return new AgentClient(
        connections, neighbours.find(Peer.AGENT, settings), settings.timeout(), settings.token());
  }

  /** The command's parameter, where it was given. */
  Optional<String> parameter() {
    return Optional.ofNullable(arguments.matchedPositionalValue(0, (String) null));
  }

  /** Whether the agent can say who this is. */
  boolean agentKnowsUs() {
    return neighbours.agentKnowsUs(settings);
  }
}
