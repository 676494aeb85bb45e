package rollcall.e2e.docker;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import rollcall.api.container.Container;
import rollcall.api.history.Change;
import rollcall.api.history.ChangePage;
import rollcall.client.ContainerFilter;
import rollcall.client.RollcallClient;

/** What an engine and a server tell of the same containers, in a form to be compared. */
public final class Told {
  private Told() {}

  /** "ID NAME STATE" of each container that the engine lists. */
  public static List<String> byEngine(OwnEngine engine) {
    return engine
        .docker("ps", "-a", "--no-trunc", "--format", "{{.ID}} {{.Names}} {{.State}}")
        .ok()
        .lines()
        .sorted()
        .toList();
  }

  /** The same of each container in a server's roster. */
  public static List<String> byRoster(RollcallClient server) {
    return server.containers(ContainerFilter.NONE).stream()
        .flatMap(page -> page.value().containers().stream())
        .map(Told::line)
        .sorted()
        .toList();
  }

  static String line(Container container) {
    return "%s %s %s"
        .formatted(
            container.report().id(),
            container.report().name(),
            container.report().state().name().toLowerCase(Locale.ROOT));
  }

  /** A server's change feed, from its beginning. */
  public static List<Change> feed(RollcallClient server) {
    List<Change> all = new ArrayList<>();
    ChangePage page = server.changes(0, Duration.ZERO).value();
    while (!page.changes().isEmpty()) {
      all.addAll(page.changes());
      page = server.changes(page.revision(), Duration.ZERO).value();
    }
    return all;
  }
}
