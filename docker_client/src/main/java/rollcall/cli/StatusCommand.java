package rollcall.cli;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import rollcall.api.Status;
import rollcall.client.Answer;
import rollcall.client.ClientException;
import rollcall.client.Peer;

/** How the server and the agent are. One that does not answer does not hide the other. */
final class StatusCommand implements Command {
  /** An answer, or why there is none. */
  private record Asked<T>(@Nullable Answer<T> answer, @Nullable ClientException failure) {
    static <T> Asked<T> ask(Supplier<Answer<T>> request) {
      try {
        return new Asked<>(request.get(), null);
      } catch (ClientException e) {
        return new Asked<>(null, e);
      }
    }

    JsonObject json() {
      if (answer != null) {
        return JsonParser.parseString(answer.body()).getAsJsonObject();
      }
      JsonObject error = new JsonObject();
      error.addProperty("error", failure == null ? "" : failure.getMessage());
      return error;
    }
  }

  @Override
  public CommandSpec spec() {
    return Command.named("status", "Show how the server, its replicas and the agent are.");
  }

  @Override
  public int run(Context context) {
    Asked<Status> server = Asked.ask(() -> context.server().status());
    Asked<JsonObject> agent = Asked.ask(() -> context.agent().healthcheck());
    if (context.settings().json()) {
      JsonObject both = new JsonObject();
      both.add("server", server.json());
      both.add("agent", agent.json());
      context.console().json(both);
    } else {
      print(server, agent, context);
    }
    if (server.failure() != null) {
      throw server.failure();
    }
    if (agent.failure() != null) {
      throw agent.failure();
    }
    return ExitCode.OK;
  }

  private static void print(Asked<Status> server, Asked<JsonObject> agent, Context context) {
    Details details =
        new Details().add("server", context.neighbours().shown(Peer.SERVER, context.settings()));
    if (server.answer() == null) {
      details.add("  state", Cell.of("does not answer", Tint.BAD));
    } else {
      StatusDetails.addTo(details, server.answer().value());
    }
    details.add("agent", context.neighbours().shown(Peer.AGENT, context.settings()));
    if (agent.answer() == null) {
      details.add("  state", Cell.of("does not answer", Tint.BAD));
    } else {
      agent
          .answer()
          .value()
          .asMap()
          .forEach((key, value) -> details.add("  " + key, StatusDetails.plain(value)));
      if (agent.answer().value().has("version") && !agent.answer().value().has("engine")) {
        details.add("  engine", Cell.of("none answers; the agent's log says why", Tint.BAD));
      }
    }
    details.print(context.console());
  }
}
