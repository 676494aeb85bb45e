package rollcall.cli.commands;

import static java.util.Comparator.comparing;
import static java.util.Comparator.naturalOrder;
import static java.util.Comparator.nullsFirst;
import static java.util.Comparator.reverseOrder;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import rollcall.api.container.State;
import rollcall.api.history.Placement;
import rollcall.cli.table.Cell;
import rollcall.cli.table.Table;
import rollcall.cli.terminal.Console;
import rollcall.cli.terminal.TextColor;
import rollcall.cli.text.ShortNames;

/** Placements as a table: slot by slot, in each the newest first. */
final class HistoryTable {
  private static final Comparator<Placement> BY_SLOT =
      comparing(Placement::service, nullsFirst(naturalOrder()))
          .thenComparing(Placement::slot, nullsFirst(naturalOrder()))
          .thenComparing(Placement::firstSeen, reverseOrder());

  private HistoryTable() {}

  /**
   * Prints them.
   *
   * @param finished when those ended that exist still, by container
   */
  static void print(
      List<Placement> placements, Map<String, Instant> finished, Instant now, Console console) {
    Table table =
        new Table(
            List.of("REPLACED BY", "IMAGE", "SERVICE", "CONTAINER ID"),
            "CONTAINER ID",
            "NAME",
            "NODE",
            "SERVICE",
            "IMAGE",
            "FROM (UTC)",
            "TO (UTC)",
            "ENDED",
            "REPLACED BY");
    for (Placement placement : placements.stream().sorted(BY_SLOT).toList()) {
      Instant end =
          placement.endedAt() == null ? finished.get(placement.container()) : placement.endedAt();
      table.row(
          Cell.of(ShortNames.id(placement.container())),
          Cell.of(placement.name()).brief(ShortNames.task(placement.name())),
          Cell.of(placement.node()),
          Cell.of(ShortNames.slot(placement.service(), placement.slot())),
          Cell.of(ShortNames.image(placement.image())),
          Cell.of(placement.firstSeen(), now),
          Cell.of(end, now),
          end(placement),
          Cell.of(placement.replacedBy() == null ? "" : ShortNames.id(placement.replacedBy())));
    }
    table.print(console);
  }

  /** Whether it has ended although its container exists. */
  static boolean isAtRest(Placement placement) {
    return placement.endedAt() == null
        && (placement.state() == State.EXITED || placement.state() == State.DEAD);
  }

  /** How it ended; nothing while it has not. */
  private static Cell end(Placement placement) {
    if (placement.endedAt() == null && !isAtRest(placement)) {
      return Cell.of("");
    }
    boolean oom = Boolean.TRUE.equals(placement.oomKilled());
    Optional<Integer> code = Optional.ofNullable(placement.exitCode());
    String memory = oom ? ", oom" : "";
    String how = code.map(number -> "exited (" + number + ")").orElse("removed");
    return Cell.of(how + memory, oom || code.orElse(0) != 0 ? TextColor.BAD : TextColor.FAINT)
        .brief(code.map(String::valueOf).orElse("removed") + memory);
  }
}
