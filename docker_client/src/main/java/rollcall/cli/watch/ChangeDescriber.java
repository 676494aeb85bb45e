package rollcall.cli.watch;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import rollcall.api.container.Container;
import rollcall.api.container.Health;
import rollcall.api.container.Report;
import rollcall.api.container.State;
import rollcall.api.history.Change;
import rollcall.api.variable.Variable;
import rollcall.cli.table.Cell;
import rollcall.cli.terminal.TextColor;
import rollcall.cli.text.Formats;
import rollcall.cli.text.Widths;
import rollcall.client.ChangeEvent;

/**
 * Says in words what a change was. The feed tells how a container is after it; how it was before is
 * remembered here.
 */
public final class ChangeDescriber {
  private static final int MAX_KNOWN = 100_000;
  private static final int WIDEST_VALUE = 60;

  /** What of a container shows in words, and small enough to be kept for all of a swarm. */
  private record Facts(
      String name,
      @Nullable State state,
      @Nullable Health health,
      boolean oomKilled,
      @Nullable Instant started,
      Hashes hashes) {
    static Facts of(Report report) {
      return new Facts(
          report.name(),
          report.state(),
          report.health(),
          Boolean.TRUE.equals(report.oomKilled()),
          report.started(),
          new Hashes(
              report.networks().hashCode(), report.ports().hashCode(), report.labels().hashCode()));
    }
  }

  /** Of what need only be known to have changed. */
  private record Hashes(int networks, int ports, int labels) {}

  private final Map<String, Facts> known =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Facts> eldest) {
          return size() > MAX_KNOWN;
        }
      };

  /** Remembers how a container is. */
  public void remember(Container container) {
    known.put(container.report().id(), Facts.of(container.report()));
  }

  /** What happened, in its colour; then that is how the container is. */
  public Cell of(ChangeEvent event) {
    Change change = event.change();
    if (change != null && change.var() != null) {
      return words(change.var());
    }
    if (change == null) {
      return Cell.of(word(event), TextColor.WARNING);
    }
    if (change.container() == null) {
      return Cell.of(word(event), tint(change.what()));
    }
    Report report = change.container().report();
    Facts now = Facts.of(report);
    Facts before =
        change.what() == Change.What.REMOVED || change.what() == Change.What.FORGOTTEN
            ? known.remove(report.id())
            : known.put(report.id(), now);
    return switch (change.what()) {
      case APPEARED -> state(report);
      case CHANGED -> before == null ? state(report) : difference(before, now, report);
      case REPORTED ->
          Cell.of(
              "reported "
                  + Formats.memory(report.memoryUsage())
                  + ", "
                  + Formats.cpu(report.cpuUsage()),
              TextColor.FAINT);
      default -> Cell.of(word(event), tint(change.what()));
    };
  }

  private static String word(ChangeEvent event) {
    return event.what().replace('_', ' ');
  }

  private static TextColor tint(Change.What what) {
    return switch (what) {
      case NODE_BACK, NODE_APPEARED -> TextColor.GOOD;
      case NODE_STALE -> TextColor.BAD;
      case REMOVED, FORGOTTEN -> TextColor.FAINT;
      default -> TextColor.WARNING;
    };
  }

  private static Cell words(Variable var) {
    String what =
        var.value() == null ? "deleted" : "set to " + Widths.cut(var.value(), WIDEST_VALUE);
    return Cell.of(what + ", by " + var.author(), TextColor.WARNING);
  }

  private static Cell difference(Facts before, Facts now, Report report) {
    List<Cell> words = new ArrayList<>();
    if (!before.name().equals(now.name())) {
      words.add(Cell.of("renamed " + before.name() + " → " + now.name(), TextColor.WARNING));
    }
    boolean restarted = !Objects.equals(before.started(), now.started());
    if (now.oomKilled() && !before.oomKilled() && now.state() == State.RUNNING) {
      words.add(Cell.of("oom", TextColor.BAD));
    }
    if (before.state() != now.state()) {
      words.add(
          before.state() == State.PAUSED && now.state() == State.RUNNING && !restarted
              ? Cell.of("unpaused", TextColor.GOOD)
              : state(report));
    } else if (restarted && now.state() == State.RUNNING) {
      words.add(Cell.of("restarted", TextColor.GOOD));
    }
    if (before.health() != now.health() && judged(now.health())) {
      words.add(
          Cell.of(
              String.valueOf(now.health()).toLowerCase(Locale.ROOT),
              now.health() == Health.HEALTHY ? TextColor.GOOD : TextColor.BAD));
    }
    if (words.isEmpty()) {
      addRest(before.hashes(), now.hashes(), words);
    }
    return words.isEmpty() ? Cell.of("changed", TextColor.WARNING) : joined(words);
  }

  /** All of them, in the colour of the worst. */
  private static Cell joined(List<Cell> words) {
    TextColor worst =
        Stream.of(TextColor.BAD, TextColor.WARNING, TextColor.GOOD)
            .filter(tint -> words.stream().anyMatch(word -> word.color() == tint))
            .findFirst()
            .orElse(TextColor.FAINT);
    return Cell.of(words.stream().map(Cell::text).collect(Collectors.joining(", ")), worst);
  }

  private static void addRest(Hashes before, Hashes now, List<Cell> words) {
    if (before.networks() != now.networks()) {
      words.add(Cell.of("networks changed", TextColor.WARNING));
    }
    if (before.ports() != now.ports()) {
      words.add(Cell.of("ports changed", TextColor.WARNING));
    }
    if (before.labels() != now.labels()) {
      words.add(Cell.of("labels changed", TextColor.WARNING));
    }
  }

  private static boolean judged(@Nullable Health health) {
    return health == Health.HEALTHY || health == Health.UNHEALTHY;
  }

  private static Cell state(Report report) {
    State state = report.state();
    if (state == null) {
      return Cell.of("appeared", TextColor.WARNING);
    }
    return switch (state) {
      case RUNNING -> Cell.of("started", TextColor.GOOD);
      case EXITED -> exited(report);
      case CREATED -> Cell.of(state.wireName(), TextColor.FAINT);
      case DEAD -> Cell.of(state.wireName(), TextColor.BAD);
      default -> Cell.of(state.wireName(), TextColor.WARNING);
    };
  }

  private static Cell exited(Report report) {
    boolean oom = Boolean.TRUE.equals(report.oomKilled());
    boolean isWell = !oom && (report.exitCode() == null || report.exitCode() == 0);
    String code = report.exitCode() == null ? "" : " (" + report.exitCode() + ")";
    return Cell.of(
        (oom ? "oom, exited" : "exited") + code, isWell ? TextColor.FAINT : TextColor.BAD);
  }
}
