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

/** How the server and the agent are. One that does not answer does not hide the other. */
public final class StatusCommand implements Command {
  /** An answer, or why there is none. */
  private record Asked<T>(@Nullable ApiResponse<T> answer, @Nullable ClientException failure) {
    static <T> Asked<T> ask(Supplier<ApiResponse<T>> request) {
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
  public int run(CommandContext context) {
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

  private static void print(Asked<Status> server, Asked<JsonObject> agent, CommandContext context) {
    KeyValueList list =
        new KeyValueList()
            .add("server", context.neighbours().shown(Target.SERVER, context.settings()));
    if (server.answer() == null) {
      list.add("  state", Cell.of("does not answer", TextColor.BAD));
    } else {
      StatusDetails.addTo(list, server.answer().value());
    }
    list.add("agent", context.neighbours().shown(Target.AGENT, context.settings()));
    if (agent.answer() == null) {
      list.add("  state", Cell.of("does not answer", TextColor.BAD));
    } else {
      agent
          .answer()
          .value()
          .asMap()
          .forEach((key, value) -> list.add("  " + key, StatusDetails.plain(value)));
      if (agent.answer().value().has("version") && !agent.answer().value().has("engine")) {
        list.add("  engine", Cell.of("does not answer; see the agent's log", TextColor.BAD));
      }
    }
    list.print(context.console());
  }
}
