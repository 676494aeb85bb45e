package rollcall.cli.container;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import rollcall.api.container.Container;
import rollcall.api.container.ContainerPage;
import rollcall.cli.command.Command;
import rollcall.cli.command.CommandContext;
import rollcall.cli.command.ExitCode;
import rollcall.cli.command.Footer;
import rollcall.cli.command.UsageException;
import rollcall.cli.text.Formats;
import rollcall.client.ContainerFilter;
import rollcall.client.http.ApiResponse;

/** Lists all containers of the swarm, or shows one in full. */
public final class GetCommand implements Command {
  private static final List<String> FILTERS =
      List.of("--node", "--service", "--image", "--state", "--search");

  private static final List<String> STATES =
      List.of("created", "running", "paused", "restarting", "exited", "dead");

  @Override
  public CommandSpec spec() {
    return Command.named("get", "List the containers of the whole swarm, or show one in full.")
        .addPositional(Command.parameter("ID|NAME", "an id, a unique id prefix or a name"))
        .addOption(Command.text("--node", "NODE", "only containers of this node", List.of()))
        .addOption(
            Command.text("--service", "SERVICE", "only containers of this service", List.of()))
        .addOption(Command.text("--image", "IMAGE", "only containers of this image", List.of()))
        .addOption(Command.text("--state", "STATE", "only containers in this state", STATES))
        .addOption(
            Command.text(
                "--search",
                "TEXT",
                "only containers with this text in id, name or image",
                List.of()))
        .addOption(Command.flag("include removed containers", "-a", "--all"));
  }

  @Override
  public int run(CommandContext context) {
    Optional<String> reference = context.parameter();
    if (reference.isEmpty()) {
      list(context.server().containers(filter(context)), context);
      return ExitCode.OK;
    }
    if (FILTERS.stream().anyMatch(context.arguments()::hasMatchedOption)) {
      throw new UsageException("Filters cannot be combined with a container's name or id");
    }
    ApiResponse<Container> response = context.server().container(reference.get());
    if (context.settings().json()) {
      context.console().json(response.body());
    } else {
      ReportDetails.of(response.value(), response.time()).print(context.console());
    }
    return ExitCode.OK;
  }

  private static void list(List<ApiResponse<ContainerPage>> pages, CommandContext context) {
    ApiResponse<ContainerPage> last = pages.get(pages.size() - 1);
    if (context.settings().json()) {
      context.console().json(ContainerTable.json(pages, container -> true));
      return;
    }
    List<Container> all = new ArrayList<>();
    pages.forEach(page -> all.addAll(page.value().containers()));
    if (!all.isEmpty()) {
      ContainerTable.table(all, last.time()).print(context.console());
    }
    Footer.print(Formats.count(all.size(), "container"), last, last.value().revision(), context);
  }

  private static ContainerFilter filter(CommandContext context) {
    boolean all = context.arguments().hasMatchedOption("--all");
    return (all ? ContainerFilter.ALL : ContainerFilter.NONE)
        .node(context.option("--node"))
        .service(context.option("--service"))
        .image(context.option("--image"))
        .state(context.option("--state"))
        .text(context.option("--search"));
  }
}
