package rollcall.cli.commands;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import rollcall.api.status.Status;
import rollcall.cli.command.Command;
import rollcall.cli.command.CommandContext;
import rollcall.cli.command.ExitCode;
import rollcall.cli.table.Cell;
import rollcall.cli.table.KeyValueList;
import rollcall.cli.terminal.TextColor;
import rollcall.client.http.ApiResponse;
import rollcall.client.http.ClientException;
import rollcall.client.http.Target;

/** Shows the status of the server and the agent, even if one of them does not respond. */
public final class StatusCommand implements Command {
  /** A response or a failure. */
  private record Result<T>(@Nullable ApiResponse<T> response, @Nullable ClientException failure) {
    static <T> Result<T> of(Supplier<ApiResponse<T>> request) {
      try {
        return new Result<>(request.get(), null);
      } catch (ClientException e) {
        return new Result<>(null, e);
      }
    }

    JsonObject json() {
      if (response != null) {
        return JsonParser.parseString(response.body()).getAsJsonObject();
      }
      JsonObject error = new JsonObject();
      error.addProperty("error", failure == null ? "" : failure.getMessage());
      return error;
    }
  }

  @Override
  public CommandSpec spec() {
    return Command.named("status", "Show the status of the server, its replicas and the agent.");
  }

  @Override
  public int run(CommandContext context) {
    Result<Status> server = Result.of(() -> context.server().status());
    Result<JsonObject> agent = Result.of(() -> context.agent().healthcheck());
    if (context.settings().json()) {
      JsonObject json = new JsonObject();
      json.add("server", server.json());
      json.add("agent", agent.json());
      context.console().json(json);
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

  private static void print(
      Result<Status> server, Result<JsonObject> agent, CommandContext context) {
    KeyValueList list =
        new KeyValueList()
            .add("server", context.neighbours().findOrGuess(Target.SERVER, context.settings()));
    if (server.response() == null) {
      list.add("  state", Cell.of("does not respond", TextColor.BAD));
    } else {
      StatusDetails.addTo(list, server.response().value());
    }
    list.add("agent", context.neighbours().findOrGuess(Target.AGENT, context.settings()));
    if (agent.response() == null) {
      list.add("  state", Cell.of("does not respond", TextColor.BAD));
    } else {
      agent
          .response()
          .value()
          .asMap()
          .forEach((key, value) -> list.add("  " + key, StatusDetails.plain(value)));
      if (agent.response().value().has("version") && !agent.response().value().has("engine")) {
        list.add("  engine", Cell.of("does not respond; see the agent's log", TextColor.BAD));
      }
    }
    list.print(context.console());
  }
}
