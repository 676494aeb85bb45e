package rollcall.cli;

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

  /** What happened, in its colour; then that is how the container is. */
  Cell of(ChangeEvent event) {
    Change change = event.change();
    if (change != null && change.var() != null) {
      return words(change.var());
    }
    if (change == null) {
      return Cell.of(word(event), Tint.WARNING);
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
                  + Amounts.memory(report.memoryUsage())
                  + ", "
                  + Amounts.cpu(report.cpuUsage()),
              Tint.FAINT);
      default -> Cell.of(word(event), tint(change.what()));
    };
  }

  private static String word(ChangeEvent event) {
    return event.what().replace('_', ' ');
  }

  private static Tint tint(Change.What what) {
    return switch (what) {
      case NODE_BACK, NODE_APPEARED -> Tint.GOOD;
      case NODE_STALE -> Tint.BAD;
      case REMOVED, FORGOTTEN -> Tint.FAINT;
      default -> Tint.WARNING;
    };
  }

  private static Cell words(Var var) {
    String what =
        var.value() == null ? "deleted" : "set to " + Widths.cut(var.value(), WIDEST_VALUE);
    return Cell.of(what + ", by " + var.author(), Tint.WARNING);
  }

  private static Cell difference(Facts before, Facts now, Report report) {
    List<Cell> words = new ArrayList<>();
    if (!before.name().equals(now.name())) {
      words.add(Cell.of("renamed " + before.name() + " → " + now.name(), Tint.WARNING));
    }
    boolean restarted = !Objects.equals(before.started(), now.started());
    if (now.oomKilled() && !before.oomKilled() && now.state() == State.RUNNING) {
      words.add(Cell.of("oom", Tint.BAD));
    }
    if (before.state() != now.state()) {
      words.add(
          before.state() == State.PAUSED && now.state() == State.RUNNING && !restarted
              ? Cell.of("unpaused", Tint.GOOD)
              : state(report));
    } else if (restarted && now.state() == State.RUNNING) {
      words.add(Cell.of("restarted", Tint.GOOD));
    }
    if (before.health() != now.health() && judged(now.health())) {
      words.add(
          Cell.of(
              String.valueOf(now.health()).toLowerCase(Locale.ROOT),
              now.health() == Health.HEALTHY ? Tint.GOOD : Tint.BAD));
    }
    if (words.isEmpty()) {
      addRest(before, now, words);
    }
    return words.isEmpty() ? Cell.of("changed", Tint.WARNING) : joined(words);
  }

  /** All of them, in the colour of the worst. */
  private static Cell joined(List<Cell> words) {
    Tint worst =
        Stream.of(Tint.BAD, Tint.WARNING, Tint.GOOD)
            .filter(tint -> words.stream().anyMatch(word -> word.tint() == tint))
            .findFirst()
            .orElse(Tint.FAINT);
    return Cell.of(words.stream().map(Cell::text).collect(Collectors.joining(", ")), worst);
  }

  private static void addRest(Facts before, Facts now, List<Cell> words) {
    if (before.networks() != now.networks()) {
      words.add(Cell.of("networks changed", Tint.WARNING));
    }
    if (before.ports() != now.ports()) {
      words.add(Cell.of("ports changed", Tint.WARNING));
    }
    if (before.labels() != now.labels()) {
      words.add(Cell.of("labels changed", Tint.WARNING));
    }
  }

  private static boolean judged(@Nullable Health health) {
    return health == Health.HEALTHY || health == Health.UNHEALTHY;
  }

  private static Cell state(Report report) {
    State state = report.state();
    if (state == null) {
      return Cell.of("appeared", Tint.WARNING);
    }
    return switch (state) {
      case RUNNING -> Cell.of("started", Tint.GOOD);
      case EXITED -> exited(report);
      case CREATED -> Cell.of(state.word(), Tint.FAINT);
      case DEAD -> Cell.of(state.word(), Tint.BAD);
      default -> Cell.of(state.word(), Tint.WARNING);
    };
  }

  private static Cell exited(Report report) {
    boolean oom = Boolean.TRUE.equals(report.oomKilled());
    boolean isWell = !oom && (report.exitCode() == null || report.exitCode() == 0);
    String code = report.exitCode() == null ? "" : " (" + report.exitCode() + ")";
    return Cell.of((oom ? "oom, exited" : "exited") + code, isWell ? Tint.FAINT : Tint.BAD);
  }
}
