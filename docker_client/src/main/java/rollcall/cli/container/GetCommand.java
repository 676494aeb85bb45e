package rollcall.cli.container;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;
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

/** The roster: all containers of the swarm, or one in full. */
public final class GetCommand implements Command {
  private static final List<String> FILTERS =
      List.of("--node", "--service", "--image", "--state", "--search");

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Command.named("get", "List the containers of the whole swarm, or show one in full.")
            .addPositional(
                Command.parameter("ID|NAME", "an id, the unique beginning of one, or a name"));
    for (String filter : FILTERS) {
      String text =
          filter.equals("--search")
              ? "only those with this in id, name or image"
              : "only those of this " + filter.substring(2);
      spec.addOption(
          OptionSpec.builder(filter)
              .type(String.class)
              .paramLabel("TEXT")
              .description(text)
              .build());
    }
    return spec.addOption(
        OptionSpec.builder("-a", "--all").description("also those that were removed").build());
  }

  @Override
  public int run(CommandContext context) {
    Optional<String> reference = context.parameter();
    if (reference.isEmpty()) {
      list(context.server().containers(filter(context.arguments())), context);
      return ExitCode.OK;
    }
    if (FILTERS.stream().anyMatch(context.arguments()::hasMatchedOption)) {
      throw new UsageException("Filters choose from the list; they do not go with one container");
    }
    ApiResponse<Container> answer = context.server().container(reference.get());
    if (context.settings().json()) {
      context.console().json(answer.body());
    } else {
      ReportDetails.of(answer.value(), answer.time()).print(context.console());
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

  private static ContainerFilter filter(ParseResult arguments) {
    String state = value(arguments, "--state");
    return new ContainerFilter(
        value(arguments, "--node"),
        value(arguments, "--service"),
        value(arguments, "--image"),
        state == null ? List.of() : List.of(state),
        List.of(),
        value(arguments, "--search"),
        arguments.hasMatchedOption("--all"),
        null);
  }

  private static @Nullable String value(ParseResult arguments, String option) {
    return arguments.hasMatchedOption(option)
        ? arguments.<@Nullable String>matchedOptionValue(option, null)
        : null;
  }
}
