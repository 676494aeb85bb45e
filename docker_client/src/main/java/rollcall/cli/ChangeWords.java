package rollcall.cli;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import rollcall.api.Change;
import rollcall.api.Container;
import rollcall.api.Health;
import rollcall.api.Report;
import rollcall.api.State;
import rollcall.api.Var;
import rollcall.cli.text.Amounts;
import rollcall.cli.text.Widths;
import rollcall.client.ChangeEvent;

/**
 * Says in words what a change was. The feed tells how a container is after it; how it was before is
 * remembered here.
 */
final class ChangeWords {
  private static final int MAX_KNOWN = 100_000;
  private static final int WIDEST_VALUE = 60;

  /** What of a container shows in words, and small enough to be kept for all of a swarm. */
  private record Facts(
      String name,
      @Nullable State state,
      @Nullable Health health,
      boolean oomKilled,
      @Nullable Instant started,
      int networks,
      int ports,
      int labels) {
    static Facts of(Report report) {
      return new Facts(
          report.name(),
          report.state(),
          report.health(),
          Boolean.TRUE.equals(report.oomKilled()),
          report.started(),
          report.networks().hashCode(),
          report.ports().hashCode(),
          report.labels().hashCode());
    }
  }

  private final Map<String, Facts> known =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Facts> eldest) {
          return size() > MAX_KNOWN;
        }
      };

  /** Remembers how a container is. */
  void remember(Container container) {
    known.put(container.report().id(), Facts.of(container.report()));
  }

  /** What happened; then that is how the container is. */
  String of(ChangeEvent event) {
    @Nullable Change change = event.change();
    if (change != null && change.var() != null) {
      return words(change.var());
    }
    if (change == null || change.container() == null) {
      return event.what().replace('_', ' ');
    }
    Report report = change.container().report();
    Facts now = Facts.of(report);
    @Nullable Facts before =
        change.what() == Change.What.REMOVED || change.what() == Change.What.FORGOTTEN
            ? known.remove(report.id())
            : known.put(report.id(), now);
    return switch (change.what()) {
      case APPEARED -> state(report);
      case CHANGED -> before == null ? state(report) : difference(before, now, report);
      case REPORTED ->
          "reported "
              + Amounts.memory(report.memoryUsage())
              + ", "
              + Amounts.cpu(report.cpuUsage());
      default -> event.what().replace('_', ' ');
    };
  }

  private static String words(Var var) {
    String what =
        var.value() == null ? "deleted" : "set to " + Widths.cut(var.value(), WIDEST_VALUE);
    return what + ", by " + var.author();
  }

  private static String difference(Facts before, Facts now, Report report) {
    List<String> words = new ArrayList<>();
    if (!before.name().equals(now.name())) {
      words.add("renamed " + before.name() + " → " + now.name());
    }
    boolean restarted = !Objects.equals(before.started(), now.started());
    if (now.oomKilled() && !before.oomKilled() && now.state() == State.RUNNING) {
      words.add("oom");
    }
    if (before.state() != now.state()) {
      words.add(
          before.state() == State.PAUSED && now.state() == State.RUNNING && !restarted
              ? "unpaused"
              : state(report));
    } else if (restarted && now.state() == State.RUNNING) {
      words.add("restarted");
    }
    if (before.health() != now.health() && judged(now.health())) {
      words.add(String.valueOf(now.health()).toLowerCase(Locale.ROOT));
    }
    if (words.isEmpty()) {
      addRest(before, now, words);
    }
    return words.isEmpty() ? "changed" : String.join(", ", words);
  }

  private static void addRest(Facts before, Facts now, List<String> words) {
    if (before.networks() != now.networks()) {
      words.add("networks changed");
    }
    if (before.ports() != now.ports()) {
      words.add("ports changed");
    }
    if (before.labels() != now.labels()) {
      words.add("labels changed");
    }
  }

  private static boolean judged(@Nullable Health health) {
    return health == Health.HEALTHY || health == Health.UNHEALTHY;
  }

  private static String state(Report report) {
    @Nullable State state = report.state();
    if (state == null) {
      return "appeared";
    }
    return switch (state) {
      case RUNNING -> "started";
      case EXITED ->
          (Boolean.TRUE.equals(report.oomKilled()) ? "oom, exited" : "exited")
              + (report.exitCode() == null ? "" : " (" + report.exitCode() + ")");
      default -> state.word();
    };
  }
}
