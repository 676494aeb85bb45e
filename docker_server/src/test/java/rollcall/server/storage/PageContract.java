package rollcall.server.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import rollcall.api.Bounds;
import rollcall.api.container.State;
import rollcall.api.variable.Variable;
import rollcall.server.Reports;
import rollcall.server.storage.roster.ContainerQuery;
import rollcall.server.storage.roster.RosterEntry;
import rollcall.server.storage.variable.VariableCondition;
import rollcall.server.storage.variable.VariableWrite;

/** Contract of every storage for lists of entries of maximum length. */
public interface PageContract {
  int MANY = 150;

  Storage storage();

  Storage other();

  /** Maximum total length of a container's labels. */
  static Map<String, String> longLabels() {
    Map<String, String> labels = new HashMap<>();
    for (int i = 0; i < 7; i++) {
      labels.put("label" + i, "x".repeat(Bounds.LABEL_VALUE));
    }
    return labels;
  }

  /** Fills the roster with long entries. */
  static void addLongContainers(Storage storage) {
    Instant now = Instant.parse("2026-11-20T12:00:00Z");
    for (int i = 0; i < MANY; i++) {
      String id = String.format("c%04d", i);
      storage
          .roster()
          .report(Reports.full(id, id, now, "n1", State.RUNNING, 1, longLabels()), null);
    }
  }

  @Test
  default void containers_aPageIsLimitedInLength_andTheNextContinues() {
    addLongContainers(storage());

    Set<String> seen = new HashSet<>();
    ContainerQuery.Position after = null;
    for (int pages = 1; seen.size() < MANY; pages++) {
      List<RosterEntry> found =
          other()
              .roster()
              .list(new ContainerQuery(ContainerQuery.Criteria.NONE, false, null, after, 1001))
              .value();
      assertThat(found.stream().mapToLong(RosterEntry::length).sum())
          .isLessThan(PageSize.CHARACTERS + 64 * 1024);
      List<RosterEntry> page = found.subList(0, PageSize.of(found, 1000, RosterEntry::length));
      page.forEach(entry -> assertThat(seen.add(entry.id())).isTrue());
      RosterEntry last = page.get(page.size() - 1);
      after = new ContainerQuery.Position(last.name(), last.id());
      assertThat(pages).isLessThan(MANY);
    }
    assertThat(seen).hasSize(MANY);
  }

  @Test
  default void containers_aPageOfShortEntries_hasTheRequestedNumber() {
    Instant now = Instant.parse("2026-11-20T12:00:00Z");
    IntStream.range(0, 300)
        .forEach(i -> storage().roster().report(Reports.full("c" + i, "c" + i, now), null));

    assertThat(other().roster().list(ContainerQuery.first(290)).value()).hasSize(290);
    assertThat(other().roster().list(ContainerQuery.first(1000)).value()).hasSize(300);
  }

  @Test
  default void vars_aPageIsLimitedInLength() {
    for (int i = 0; i < MANY; i++) {
      storage()
          .variables()
          .write(
              new VariableWrite(
                  String.format("k%04d", i),
                  "x".repeat(Bounds.VALUE),
                  "the test",
                  VariableCondition.ABSENT,
                  null));
    }

    List<Variable> found = other().variables().list("", 1001).value();
    assertThat(found.size()).isBetween(2, MANY - 1);
    assertThat(other().variables().list(found.get(found.size() - 1).key(), 1001).value())
        .isNotEmpty();
  }
}
