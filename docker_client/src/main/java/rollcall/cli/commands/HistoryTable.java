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

/** Prints placements as a table, by slot, then newest first. */
final class HistoryTable {
  private static final Comparator<Placement> BY_SLOT =
      comparing(Placement::service, nullsFirst(naturalOrder()))
          .thenComparing(Placement::slot, nullsFirst(naturalOrder()))
          .thenComparing(Placement::firstSeen, reverseOrder());

  private HistoryTable() {}

  /**
   * Prints them.
   *
   * @param finished by container id, when existing containers ended
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

  /** Whether the container ended but still exists. */
  static boolean isStopped(Placement placement) {
    return placement.endedAt() == null
        && (placement.state() == State.EXITED || placement.state() == State.DEAD);
  }

  /** How it ended; empty while it runs. */
  private static Cell end(Placement placement) {
    if (placement.endedAt() == null && !isStopped(placement)) {
      return Cell.of("");
    }
    boolean oom = Boolean.TRUE.equals(placement.oomKilled());
    Optional<Integer> code = Optional.ofNullable(placement.exitCode());
    String oomSuffix = oom ? ", oom" : "";
    String text = code.map(number -> "exited (" + number + ")").orElse("removed");
    return Cell.of(text + oomSuffix, oom || code.orElse(0) != 0 ? TextColor.BAD : TextColor.FAINT)
        .brief(code.map(String::valueOf).orElse("removed") + oomSuffix);
  }
}
