package rollcall.cli.container;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import rollcall.api.container.Container;
import rollcall.api.container.ContainerPage;
import rollcall.api.container.Report;
import rollcall.cli.table.Cell;
import rollcall.cli.table.Table;
import rollcall.cli.text.Formats;
import rollcall.cli.text.ShortNames;
import rollcall.client.http.ApiResponse;

/** Prints the roster as a table or as JSON. */
final class ContainerTable {
  private ContainerTable() {}

  static Table table(List<Container> containers, Instant now) {
    Table table =
        new Table(
            List.of("IMAGE", "MEMORY", "CPU", "LAST SEEN", "ID"),
            "ID",
            "NAME",
            "IMAGE",
            "NODE",
            "STATUS",
            "MEMORY",
            "CPU",
            "LAST SEEN");
    for (Container container : containers) {
      Report report = container.report();
      table.row(
          Cell.of(ShortNames.id(report.id())),
          Cell.of(report.name()).brief(ShortNames.task(report.name())),
          Cell.of(ShortNames.image(report.image())),
          Cell.of(report.node()),
          Cell.of(PsStatus.of(container, now), PsStatus.color(container)),
          Cell.of(Formats.memory(report.memoryUsage())),
          Cell.of(Formats.cpu(report.cpuUsage())),
          Cell.of(Formats.ago(container.lastSeen(), now)));
    }
    return table;
  }

  /** Merges the pages' matching containers, with members that this version does not know. */
  static JsonObject json(List<ApiResponse<ContainerPage>> pages, Predicate<Container> filter) {
    JsonArray all = new JsonArray();
    for (ApiResponse<ContainerPage> page : pages) {
      JsonArray entries =
          JsonParser.parseString(page.body()).getAsJsonObject().getAsJsonArray("containers");
      for (int i = 0; i < entries.size(); i++) {
        if (filter.test(page.value().containers().get(i))) {
          all.add(entries.get(i));
        }
      }
    }
    JsonObject merged = new JsonObject();
    merged.add("containers", all);
    merged.addProperty("revision", pages.get(pages.size() - 1).value().revision());
    return merged;
  }
}
