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
 * Describes changes. The feed has a container's state after a change; the state before is kept
 * here.
 */
public final class ChangeDescriber {
  private static final int MAX_KNOWN = 100_000;
  private static final int MAX_VALUE_WIDTH = 60;

  /** The compared properties of a container, small enough to be kept for a whole swarm. */
  private record Snapshot(
      String name,
      @Nullable State state,
      @Nullable Health health,
      boolean oomKilled,
      @Nullable Instant started,
      Hashes hashes) {
    static Snapshot of(Report report) {
      return new Snapshot(
          report.name(),
          report.state(),
          report.health(),
          Boolean.TRUE.equals(report.oomKilled()),
          report.started(),
          new Hashes(
              report.networks().hashCode(), report.ports().hashCode(), report.labels().hashCode()));
    }
  }

  /** Hashes of the fields whose change is reported without their values. */
  private record Hashes(int networks, int ports, int labels) {}

  private final Map<String, Snapshot> known =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Snapshot> eldest) {
          return size() > MAX_KNOWN;
        }
      };

  /** Records a container's current state. */
  public void remember(Container container) {
    known.put(container.report().id(), Snapshot.of(container.report()));
  }

  /** Describes a change, in its colour, and records the new state. */
  public Cell of(ChangeEvent event) {
    Change change = event.change();
    if (change != null && change.var() != null) {
      return describe(change.var());
    }
    if (change == null) {
      return Cell.of(typeText(event), TextColor.WARNING);
    }
    if (change.container() == null) {
      return Cell.of(typeText(event), color(change.what()));
    }
    Report report = change.container().report();
    Snapshot now = Snapshot.of(report);
    Snapshot before =
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
      default -> Cell.of(typeText(event), color(change.what()));
    };
  }

  private static String typeText(ChangeEvent event) {
    return event.what().replace('_', ' ');
  }

  private static TextColor color(Change.What what) {
    return switch (what) {
      case NODE_BACK, NODE_APPEARED -> TextColor.GOOD;
      case NODE_STALE -> TextColor.BAD;
      case REMOVED, FORGOTTEN -> TextColor.FAINT;
      default -> TextColor.WARNING;
    };
  }

  private static Cell describe(Variable var) {
    String what =
        var.value() == null ? "deleted" : "set to " + Widths.cut(var.value(), MAX_VALUE_WIDTH);
    return Cell.of(what + ", by " + var.author(), TextColor.WARNING);
  }

  private static Cell difference(Snapshot before, Snapshot now, Report report) {
    List<Cell> parts = new ArrayList<>();
    if (!before.name().equals(now.name())) {
      parts.add(Cell.of("renamed " + before.name() + " → " + now.name(), TextColor.WARNING));
    }
    boolean restarted = !Objects.equals(before.started(), now.started());
    if (now.oomKilled() && !before.oomKilled() && now.state() == State.RUNNING) {
      parts.add(Cell.of("oom", TextColor.BAD));
    }
    if (before.state() != now.state()) {
      parts.add(
          before.state() == State.PAUSED && now.state() == State.RUNNING && !restarted
              ? Cell.of("unpaused", TextColor.GOOD)
              : state(report));
    } else if (restarted && now.state() == State.RUNNING) {
      parts.add(Cell.of("restarted", TextColor.GOOD));
    }
    if (before.health() != now.health() && isConclusive(now.health())) {
      parts.add(
          Cell.of(
              String.valueOf(now.health()).toLowerCase(Locale.ROOT),
              now.health() == Health.HEALTHY ? TextColor.GOOD : TextColor.BAD));
    }
    if (parts.isEmpty()) {
      addRest(before.hashes(), now.hashes(), parts);
    }
    return parts.isEmpty() ? Cell.of("changed", TextColor.WARNING) : joined(parts);
  }

  /** All descriptions, in the colour of the worst. */
  private static Cell joined(List<Cell> parts) {
    TextColor worst =
        Stream.of(TextColor.BAD, TextColor.WARNING, TextColor.GOOD)
            .filter(color -> parts.stream().anyMatch(part -> part.color() == color))
            .findFirst()
            .orElse(TextColor.FAINT);
    return Cell.of(parts.stream().map(Cell::text).collect(Collectors.joining(", ")), worst);
  }

  private static void addRest(Hashes before, Hashes now, List<Cell> parts) {
    if (before.networks() != now.networks()) {
      parts.add(Cell.of("networks changed", TextColor.WARNING));
    }
    if (before.ports() != now.ports()) {
      parts.add(Cell.of("ports changed", TextColor.WARNING));
    }
    if (before.labels() != now.labels()) {
      parts.add(Cell.of("labels changed", TextColor.WARNING));
    }
  }

  private static boolean isConclusive(@Nullable Health health) {
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
    boolean isGood = !oom && (report.exitCode() == null || report.exitCode() == 0);
    String code = report.exitCode() == null ? "" : " (" + report.exitCode() + ")";
    return Cell.of(
        (oom ? "oom, exited" : "exited") + code, isGood ? TextColor.FAINT : TextColor.BAD);
  }
}
